using Functions.Orchestrations.Operations;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Stores.Core;
using Stores.Lifecycle;

namespace Functions.IntegrationTests.Slots;

/// <summary>Orchestrations that work in a slot.</summary>
public static class SlotFunctions
{
    /// <summary>One slot, and leases that run out soon.</summary>
    public static OperationSettings Settings { get; } =
        new() { Slots = 1, SlotPoll = TimeSpan.FromMilliseconds(200), LeaseDuration = TimeSpan.FromMilliseconds(600) };

    [Function(nameof(DieInSlot))]
    public static async Task DieInSlot([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        await TakeAsync(context);
        throw new InvalidOperationException("It never gives its slot back.");
    }

    /// <summary>Works until event "done"; then gives the slot back.</summary>
    [Function(nameof(WorkInSlot))]
    public static async Task WorkInSlot([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        using var stop = new CancellationTokenSource();
        await TakeAsync(context);
        context.SetCustomStatus("working");
        var keeping = SlotLeasing.KeepAsync(context, Store(context), Settings, stop.Token);
        await context.WaitForExternalEvent<string>("done");
        Stop(stop);
        await keeping;
        await SlotLeasing.ReleaseAsync(context, context.InstanceId);
    }

    /// <summary>Works until event "done" and shows no sign of life meanwhile.</summary>
    [Function(nameof(WorkSilently))]
    public static async Task WorkSilently([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        await TakeAsync(context);
        context.SetCustomStatus("working");
        await context.WaitForExternalEvent<string>("done");
        await SlotLeasing.ReleaseAsync(context, context.InstanceId);
    }

    // Not CancelAsync: an orchestrator awaits nothing that is not durable.
    private static void Stop(CancellationTokenSource source) => source.Cancel();

    private static StoreIdentity Store(TaskOrchestrationContext context) => new(StoreName.Parse(context.GetInput<string>()), 1, "tests");

    private static Task TakeAsync(TaskOrchestrationContext context) =>
        SlotLeasing.TakeAsync(context, Store(context), Settings, context.WaitForExternalEvent<string>("never"));
}
