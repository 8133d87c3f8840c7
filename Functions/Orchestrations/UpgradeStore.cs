using Functions.Stores;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Functions.Orchestrations;

/// <summary>Brings a running store's release to the chart and the values of this version of the app.</summary>
public static class UpgradeStore
{
    /// <summary>Input <see cref="OperationInput"/>; the outcome goes to the <see cref="StoreEntity"/>.</summary>
    [Function(nameof(UpgradeStore))]
    public static Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context, OperationInput operation) =>
        RunningShop.WorkOnAsync(
            context, operation, context.CreateReplaySafeLogger(nameof(UpgradeStore)),
            (_, steps) => new StoreInstallation(operation, steps).UpgradeAsync());
}
