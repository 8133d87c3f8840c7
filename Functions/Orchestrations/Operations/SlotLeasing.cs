using Functions.Entities;
using Microsoft.DurableTask;
using Stores.Core;
using Stores.Lifecycle;
using Stores.Slots;

namespace Functions.Orchestrations.Operations;

/// <summary>How an orchestration asks for a provisioning slot, keeps it and gives it back.</summary>
internal static class SlotLeasing
{
    private const string GrantedEvent = "SlotGranted";

    // One try: whoever asks next looks again.
    private static readonly RetrySettings s_once =
        new() { MaxAttempts = 1, FirstInterval = TimeSpan.FromSeconds(1), MaxInterval = TimeSpan.FromSeconds(1) };

    /// <summary>Takes a slot or a place in the queue for an orchestration that is to be started.</summary>
    /// <returns>Whether there was room.</returns>
    public static async Task<bool> ReserveAsync(
        TaskOrchestrationContext context, string holder, StoreIdentity store, OperationSettings settings)
    {
        var request = Request(context, holder, store, settings);
        var answer = await AskAsync(context, nameof(ProvisioningSlotsEntity.Reserve), request);
        return answer.Position is not null
            || (await ReclaimAsync(context, answer.Suspects)
                && (await AskAsync(context, nameof(ProvisioningSlotsEntity.Reserve), request)).Position is not null);
    }

    /// <summary>
    /// Waits for a slot, or until <paramref name="cancelled"/> completes; the caller gives back what it has in both cases.
    /// </summary>
    /// <param name="context">The orchestration, whose instance id is the holder's.</param>
    /// <param name="store">The store that the slot is for.</param>
    /// <param name="settings">
    /// How many slots there are, how long a lease lasts, and how long to trust that word of a grant will come.
    /// </param>
    /// <param name="cancelled">Ends the wait early.</param>
    public static async Task TakeAsync(TaskOrchestrationContext context, StoreIdentity store, OperationSettings settings, Task cancelled)
    {
        var granted = context.WaitForExternalEvent<string>(GrantedEvent);
        while (!cancelled.IsCompleted)
        {
            var answer = await AskAsync(
                context, nameof(ProvisioningSlotsEntity.Acquire), Request(context, context.InstanceId, store, settings));
            if (answer.Position == 0)
            {
                return;
            }

            if (await ReclaimAsync(context, answer.Suspects))
            {
                continue;
            }

            using var poll = new CancellationTokenSource();
            await Task.WhenAny(granted, cancelled, context.CreateTimer(settings.SlotPoll, poll.Token));
            // An open timer would keep the orchestration from completing.
            poll.Cancel();
            if (granted.IsCompleted)
            {
                granted = context.WaitForExternalEvent<string>(GrantedEvent);
            }
        }
    }

    /// <summary>Renews the lease until told to stop.</summary>
    public static async Task KeepAsync(
        TaskOrchestrationContext context, StoreIdentity store, OperationSettings settings, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await context.CreateTimer(settings.LeaseDuration / 3, stop);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await context.Entities.SignalEntityAsync(
                ProvisioningSlotsEntity.Id, nameof(ProvisioningSlotsEntity.Renew), Lease(context, context.InstanceId, store, settings));
        }
    }

    /// <summary>Gives back slots or places in the queue, and tells whoever holds a slot because of it.</summary>
    public static Task ReleaseAsync(TaskOrchestrationContext context, params IReadOnlyList<string> holders) =>
        AskAsync(context, nameof(ProvisioningSlotsEntity.Release), holders);

    /// <summary>Gives back what those hold whose orchestration has ended.</summary>
    /// <returns>Whether there were any.</returns>
    private static async Task<bool> ReclaimAsync(TaskOrchestrationContext context, IReadOnlyList<string> suspects)
    {
        if (suspects.Count == 0)
        {
            return false;
        }

        try
        {
            var dead = await new ActivityTries(context, s_once).CallAsync<IReadOnlyList<string>>(
                ActivityNames.FindEndedOrchestrations, suspects);
            if (dead.Count > 0)
            {
                await ReleaseAsync(context, dead);
            }

            return dead.Count > 0;
        }
        catch (TaskFailedException)
        {
            // Who could not be asked about keeps its slot; the next to ask looks again.
            return false;
        }
    }

    private static async Task<SlotAnswer> AskAsync(TaskOrchestrationContext context, string operation, object input)
    {
        var answer = await context.Entities.CallEntityAsync<SlotAnswer>(ProvisioningSlotsEntity.Id, operation, input);
        foreach (var holder in answer.Granted)
        {
            context.SendEvent(holder, GrantedEvent, context.InstanceId);
        }

        return answer;
    }

    private static SlotRequest Request(TaskOrchestrationContext context, string holder, StoreIdentity store, OperationSettings settings) =>
        new(Lease(context, holder, store, settings), settings.Slots, settings.MostWaiting, context.CurrentUtcDateTime);

    private static SlotLease Lease(TaskOrchestrationContext context, string holder, StoreIdentity store, OperationSettings settings) =>
        new(holder, store.Name, store.Generation, context.CurrentUtcDateTime, context.CurrentUtcDateTime + settings.LeaseDuration);
}
