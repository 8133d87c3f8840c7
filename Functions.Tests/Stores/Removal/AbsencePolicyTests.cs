using Stores.Core;
using Stores.Removal;

namespace Functions.Tests.Stores.Removal;

public sealed class AbsencePolicyTests
{
    private static readonly StoreResources s_store = new(StoreName.Parse("demo"));
    private static readonly VolumeRemains s_retained = new("pv-1", "Retain", "Released");
    private static readonly VolumeRemains s_slow = new("pv-2", "Delete", "Released");
    private const string Keeps =
        "NamespaceFinalizersRemaining: Some content in the namespace has finalizers remaining: example.com/keep in 1 resource instances.";

    public static TheoryData<string, StoreRemains, bool, string> Table => new()
    {
        { "nothing is left", new(null, []), false, "Gone" },
        { "nothing is left, late", new(null, []), true, "Gone" },
        { "volumes may not be read", new(null, null), false, "Gone" },
        { "the namespace is there", new(Keeps, []), false, "Waiting" },
        { "the namespace is there, late", new(Keeps, []), true, "NamespaceStuck" },
        { "the namespace is there and volumes may not be read, late", new(Keeps, null), true, "NamespaceStuck" },
        { "a retained volume of a namespace that is there", new(Keeps, [s_retained]), false, "Waiting" },
        { "a slow volume", new(null, [s_slow]), false, "Waiting" },
        { "a slow volume, late", new(null, [s_slow]), true, "VolumesRemain" },
        { "a retained volume", new(null, [s_retained]), false, "VolumesRetained" },
        { "a retained volume beside a slow one", new(null, [s_retained, s_slow]), false, "Waiting" },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void Every_state_has_its_answer(string state, StoreRemains remains, bool late, string expected)
    {
        var decision = AbsencePolicy.Decide(s_store, remains, TimeSpan.FromMinutes(15), late);

        Assert.True(
            expected == (decision is AbsenceDecision.Stuck { Reason.Reason: var reason } ? reason : decision.GetType().Name),
            $"{state}: {decision}");
    }

    [Fact]
    public void What_is_stuck_names_what_keeps_it_and_what_to_do()
    {
        var stuck = Assert.IsType<AbsenceDecision.Stuck>(
            AbsencePolicy.Decide(s_store, new(Keeps, []), TimeSpan.FromMinutes(15), late: true)).Reason.Message;
        Assert.Contains("store-demo is still there after 15 minutes", stuck, StringComparison.Ordinal);
        Assert.Contains("example.com/keep", stuck, StringComparison.Ordinal);
        Assert.Contains("/api/stores/demo/strip-finalizers", stuck, StringComparison.Ordinal);

        var retained = Assert.IsType<AbsenceDecision.Stuck>(
            AbsencePolicy.Decide(s_store, new(null, [s_retained]), TimeSpan.Zero, late: false)).Reason.Message;
        Assert.Contains("PersistentVolume pv-1 (Retain, Released)", retained, StringComparison.Ordinal);
        Assert.Contains("delete the store again", retained, StringComparison.Ordinal);
    }
}
