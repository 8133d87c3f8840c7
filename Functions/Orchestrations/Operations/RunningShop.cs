using Microsoft.DurableTask;
using Stores.Lifecycle;
using Stores.Readiness;

namespace Functions.Orchestrations.Operations;

/// <summary>Works on a store that runs. What fails is not undone: the shop's data stay.</summary>
/// <param name="context">The operation's orchestration.</param>
/// <param name="operation">Its input.</param>
/// <param name="orchestrator">The orchestrator's name.</param>
/// <param name="work">The work, which returns the shop.</param>
internal sealed class RunningShop(
    TaskOrchestrationContext context, OperationInput operation, string orchestrator, Func<OperationSteps, Task<ReadyShop>> work)
    : OperationFrame(context, operation, orchestrator)
{
    protected override bool ShopStays => true;

    protected override async Task<OperationOutcome> WorkAsync() => Ready(await work(Steps));
}
