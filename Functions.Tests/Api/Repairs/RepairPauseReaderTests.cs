using System.Text;
using Functions.Api.Http;
using Functions.Api.Repairs;
using Stores.Drift;

namespace Functions.Tests.Api.Repairs;

public sealed class RepairPauseReaderTests
{
    private static readonly DateTime s_now = new(2026, 1, 1, 12, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData("{}", null, null)]
    [InlineData("""{"reason":null,"until":null}""", null, null)]
    [InlineData("""{"reason":"a migration","until":"2026-01-01T14:00:00+01:00"}""", "a migration", 1)]
    public void A_pause_has_a_reason_and_an_end_if_it_is_given_them(string body, string? reason, int? hours)
    {
        var (pause, errors) = Read(body);

        Assert.Empty(errors);
        Assert.Equal(new RepairPause(reason, s_now, hours is { } count ? s_now.AddHours(count) : null), pause);
    }

    [Theory]
    [InlineData("""{"reason":""}""", "reason")]
    [InlineData("""{"reason":"one\ntwo"}""", "reason")]
    [InlineData("""{"reason":7}""", "reason")]
    [InlineData("""{"until":"2026-01-01T12:00:00Z"}""", "until")]
    [InlineData("""{"until":"2027-02-01T12:00:00Z"}""", "until")]
    [InlineData("""{"until":"soon"}""", "until")]
    [InlineData("""{"till":"2026-01-01T13:00:00Z"}""", "till")]
    [InlineData("""{"reason":"one","reason":"two"}""", "reason")]
    public void What_breaks_a_rule_is_named(string body, string field)
    {
        var (pause, errors) = Read(body);

        Assert.Null(pause);
        Assert.Equal(field, Assert.Single(errors).Key);
    }

    private static (RepairPause?, IReadOnlyDictionary<string, string[]>) Read(string body)
    {
        var (fields, _) = JsonFields.Parse(Encoding.UTF8.GetBytes(body), RepairPauseReader.Fields);
        return (RepairPauseReader.Read(fields!, s_now), fields!.Errors);
    }
}
