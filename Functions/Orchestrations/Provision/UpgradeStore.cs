using Functions.Entities;
using Functions.Orchestrations.Operations;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Stores.Core;
using Stores.Lifecycle;

namespace Functions.Orchestrations.Provision;

/// <summary>Brings a running store's release to the chart and the values of this version of the app.</summary>
public static class UpgradeStore
{
    /// <summary>Input <see cref="OperationInput"/>; the outcome goes to the <see cref="StoreEntity"/>.</summary>
    [Function(OrchestratorNames.UpgradeStore)]
    public static Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context, OperationInput operation) =>
        new RunningShop(
            context, operation, OrchestratorNames.UpgradeStore, steps => new StoreInstallation(operation, steps).UpgradeAsync()).RunAsync();
}
