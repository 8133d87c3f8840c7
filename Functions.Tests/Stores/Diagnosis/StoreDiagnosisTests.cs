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
    public void A_message_is_kept_by_its_beginning()
    {
        Assert.Equal("short", StoreDiagnosis.Shorten("short"));
        Assert.Equal(StoreDiagnosis.MostText, StoreDiagnosis.Shorten(new string('x', 1000)).Length);
    }
}
