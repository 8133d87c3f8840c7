using Functions.Stores;
using Microsoft.DurableTask;

namespace Functions.Slots;

/// <summary>How an orchestrator takes a provisioning slot and gives it back.</summary>
internal static class SlotLease
{
    private const string GrantedEvent = "SlotGranted";

    /// <summary>Waits for a slot, or until <paramref name="cancelled"/> completes; the caller gives back what it has in both cases.</summary>
    /// <param name="context">The orchestration, whose instance id is the holder's.</param>
    /// <param name="store">The store that the slot is for.</param>
    /// <param name="settings">How many slots there are, and how long to trust that word of a grant will come.</param>
    /// <param name="cancelled">Ends the wait early.</param>
    public static async Task TakeAsync(TaskOrchestrationContext context, StoreName store, OperationSettings settings, Task cancelled)
    {
        var request = new SlotAcquisition(new SlotRequest(context.InstanceId, store, context.CurrentUtcDateTime), settings.Slots);
        var granted = context.WaitForExternalEvent<string>(GrantedEvent);
        while (await context.Entities.CallEntityAsync<int>(ProvisioningSlots.Id, nameof(ProvisioningSlots.Acquire), request) > 0)
        {
            using var poll = new CancellationTokenSource();
            var winner = await Task.WhenAny(granted, cancelled, context.CreateTimer(settings.SlotPoll, poll.Token));
            // An open timer would keep the orchestration from completing.
            poll.Cancel();
            if (winner == cancelled)
            {
                return;
            }

            if (winner == granted)
            {
                granted = context.WaitForExternalEvent<string>(GrantedEvent);
            }
        }
    }

    /// <summary>Gives back the slot or the place in the queue, and tells whoever holds a slot because of it.</summary>
    public static Task ReleaseAsync(TaskOrchestrationContext context) => ReclaimAsync(context, context.InstanceId);

    /// <summary>Takes the slot or the place in the queue from a holder whose orchestration does not run, and tells whoever holds a slot because of it.</summary>
    public static async Task ReclaimAsync(TaskOrchestrationContext context, string instance)
    {
        var holders = await context.Entities.CallEntityAsync<IReadOnlyList<string>>(ProvisioningSlots.Id, nameof(ProvisioningSlots.Release), instance);
        foreach (var holder in holders)
        {
            context.SendEvent(holder, GrantedEvent, context.InstanceId);
        }
    }
}
