using Stores.Diagnosis;

namespace Functions.Tests.Stores.Diagnosis;

public sealed class StoreDiagnosisTests
{
    [Fact]
    public void A_log_is_kept_by_its_end_in_lines_and_in_length()
    {
        Assert.Equal(["two", "three"], StoreDiagnosis.Tail("two\n\nthree\n"));
        Assert.Equal(
            Enumerable.Range(81, 20).Select(number => $"{number}"), StoreDiagnosis.Tail(string.Join('\n', Enumerable.Range(1, 100))));
        var tail = StoreDiagnosis.Tail(string.Join('\n', Enumerable.Repeat(new string('x', 999), 10)));
        Assert.InRange(tail.Sum(line => line.Length), 1, StoreDiagnosis.MostLogText);
    }

    [Fact]
    public void A_store_that_could_not_be_looked_at_has_that_for_its_diagnosis()
    {
        var none = StoreDiagnosis.None("The cluster did not answer.");

        Assert.Equal((0, 0, null, "The cluster did not answer."), (none.Pods.Count, none.Events.Count, none.Log, none.Missing.Single()));
    }

    [Fact]
    public void A_message_is_kept_by_its_beginning()
    {
        Assert.Equal("short", StoreDiagnosis.Shorten("short"));
        Assert.Equal(StoreDiagnosis.MostText, StoreDiagnosis.Shorten(new string('x', 1000)).Length);
    }
}
