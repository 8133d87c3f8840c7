using System.Collections.Concurrent;
using Functions.IntegrationTests.InProcess;
using Microsoft.Azure.Functions.Worker;
using Stores.Core;
using Stores.Readiness;
using Stores.Removal;
using Stores.Slots;

namespace Functions.IntegrationTests.Invariants;

/// <summary>
/// What has been delivered to activities, so that it can be delivered once more, and whether they had a slot for what they did.
/// </summary>
internal sealed class Deliveries
{
    private static readonly HashSet<string> s_needSlots =
    [
        ActivityNames.CreateNamespace, ActivityNames.EnsureCredentials, ActivityNames.InstallRelease, ActivityNames.AwaitDatabase,
        ActivityNames.AwaitWorkloads,
        ActivityNames.StartShopCheck, ActivityNames.AwaitShopCheck,
    ];

    private readonly ConcurrentQueue<(FunctionDescriptor Function, object Input)> _done = new();

    /// <summary>What was seen that must not be.</summary>
    public ConcurrentQueue<string> Violations { get; } = new();

    /// <summary>What has been delivered and done, oldest first.</summary>
    public IReadOnlyList<(FunctionDescriptor Function, object Input)> Done => [.. _done];

    /// <summary>The exceptions that left functions.</summary>
    public ConcurrentQueue<string> Thrown { get; } = new();

    /// <summary>Called before an activity runs.</summary>
    public void Begins(string activity, object? input, SlotQueue slots, int capacity)
    {
        var holders = slots.Holders.Select(holder => holder.Store.Value).ToList();
        if (holders.Count > capacity)
        {
            Violations.Enqueue($"{holders.Count} stores hold a slot: {string.Join(", ", holders)}");
        }

        if (s_needSlots.Contains(activity) && StoreOf(input) is { } store && !holders.Contains(store.Name.Value))
        {
            Violations.Enqueue($"{activity} runs for {store}, which holds no slot; {string.Join(", ", holders)} do");
        }
    }

    /// <summary>Called when an activity has succeeded.</summary>
    public void Ended(FunctionDescriptor function, object? input)
    {
        if (input is not null)
        {
            _done.Enqueue((function, input));
        }
    }

    /// <summary>Whose an activity's input is; null when it is no store's.</summary>
    public static StoreIdentity? StoreOf(object? input) => input switch
    {
        StepInput step => step.Store,
        StoreIdentity store => store,
        ReadinessInput readiness => readiness.Store,
        AwaitShopCheckInput check => check.Store,
        AwaitAbsenceInput absence => absence.Store,
        _ => null,
    };

    /// <summary>Whether a function is an activity.</summary>
    public static bool IsActivity(FunctionDescriptor function) => function.Trigger is ActivityTriggerAttribute;
}
