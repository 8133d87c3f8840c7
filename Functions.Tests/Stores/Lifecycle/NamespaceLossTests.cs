using Stores.Core;
using Stores.Lifecycle;

namespace Functions.Tests.Stores.Lifecycle;

public sealed class NamespaceLossTests
{
    private static readonly DateTime s_since = new(2026, 1, 1, 12, 0, 0, DateTimeKind.Utc);
    private static readonly StoreIdentity s_store = new(StoreName.Parse("demo"), 2, "tests");
    private static readonly NamespaceLoss s_loss = new(s_store, s_since.AddMinutes(30), s_since);

    [Theory]
    [InlineData(StorePhase.Ready)]
    [InlineData(StorePhase.Degraded)]
    public void A_store_that_ran_has_failed_and_has_no_address_any_more(StorePhase phase)
    {
        var lost = s_loss.Apply(Record(phase));

        Assert.Equal((StorePhase.Failed, (string?)null, (bool?)null, s_loss.At), (lost.Phase, lost.Url, lost.HasMailRelay, lost.UpdatedAt));
        Assert.Equal((Steps.Sweep, Reasons.NamespaceMissing), (lost.Failure!.Step, lost.Failure.Failure.Reason));
        Assert.Contains("store-demo is gone since 2026-01-01T12:00:00", lost.Failure.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_generation_a_store_that_is_worked_on_and_one_that_does_not_run_stay_as_they_are()
    {
        StoreRecord[] others =
        [
            Record(StorePhase.Ready) with { Generation = 3 },
            Record(StorePhase.Ready) with { Operation = new("u1", StoreOperationKind.Upgrade, s_since, 1, StorePhase.Ready) },
            Record(StorePhase.Failed),
            Record(StorePhase.Deleted),
        ];

        Assert.All(others, record => Assert.Same(record, s_loss.Apply(record)));
    }

    private static StoreRecord Record(StorePhase phase) => new()
    {
        Spec = new StoreSpec(s_store.Name, StorePlan.Small, DatabaseEngine.MariaDb),
        Generation = s_store.Generation,
        Phase = phase,
        Url = "http://localhost:30000",
        HasMailRelay = true,
        UpdatedAt = s_since,
    };
}
