using Functions.Entities;
using Functions.Orchestrations.Operations;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;
using Stores.Core;
using Stores.Drift;
using Stores.Lifecycle;
using Stores.Sweeps;

namespace Functions.Orchestrations.Repair;

/// <summary>
/// Compares every running store with the cluster, marks those that have drifted, and asks for repairs. Each page of stores is an execution
/// of its own.
/// </summary>
public static partial class CompareStores
{
    /// <summary>Input <see cref="ComparisonInput"/>; the summary goes to the <see cref="ComparisonHistoryEntity"/>.</summary>
    [Function(OrchestratorNames.CompareStores)]
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context, ComparisonInput input)
    {
        var request = input.Request;
        StoreFailure? cutShort = null;
        try
        {
            var page = await new ActivityTries(context, request.Operations.Steps).CallAsync<ComparedPage>(
                ActivityNames.CompareStorePage, input.Continuation);
            input = await TakeInAsync(context, input, page);
            if (page.Continuation is not null)
            {
                if (request.PagePause > TimeSpan.Zero)
                {
                    await context.CreateTimer(request.PagePause, CancellationToken.None);
                }

                context.ContinueAsNew(input);
                return;
            }
        }
        catch (TaskFailedException failed)
        {
            cutShort = ActivityFailure.Of(failed);
        }

        var summary = new ComparisonSummary(
            request.Id, request.At, context.CurrentUtcDateTime, input.Compared, input.Drifted, input.Repairs, input.NotAsked,
            cutShort ?? input.Failure);
        LogSummary(
            context.CreateReplaySafeLogger(nameof(CompareStores)), summary.Compared, summary.Drifted, summary.Repairs.Count,
            summary.NotAsked, summary.Failure?.ToString() ?? "");
        await context.Entities.CallEntityAsync(ComparisonHistoryEntity.Id, nameof(ComparisonHistoryEntity.End), summary);
    }

    private static async Task<ComparisonInput> TakeInAsync(TaskOrchestrationContext context, ComparisonInput input, ComparedPage page)
    {
        var repairs = input.Repairs.ToList();
        foreach (var finding in page.Findings)
        {
            var report = new ComparisonReport(
                finding.Generation, finding.Operations, finding.Drifts, input.Request.Repair, context.CurrentUtcDateTime);
            var decision = await context.Entities.CallEntityAsync<RepairDecision>(
                StoreEntity.IdOf(finding.Spec.Name), nameof(StoreEntity.Compare), report);
            // Who asks for a store is not to wait behind a long row of repairs; the next comparison asks for more.
            if (decision.Verdict == RepairVerdict.Repair && repairs.Count < input.Request.Operations.Slots
                && await BeginRepairAsync(context, input, finding.Spec.Name) is { } begun)
            {
                LogRepair(context.CreateReplaySafeLogger(nameof(CompareStores)), finding.Spec.Name, begun, decision.Reason);
                repairs.Add(begun);
            }
        }

        return input with
        {
            Continuation = page.Continuation,
            Compared = input.Compared + page.Compared - page.NotAsked,
            Drifted = input.Drifted + page.Findings.Count(finding => finding.Drifts.Count > 0),
            Repairs = repairs,
            NotAsked = input.NotAsked + page.NotAsked,
            Failure = input.Failure ?? page.Failure,
        };
    }

    private static async Task<string?> BeginRepairAsync(TaskOrchestrationContext context, ComparisonInput input, StoreName store)
    {
        var request = new OperationRequest(
            $"repair-{store}-{context.NewGuid():N}", StoreRequestKind.Repair, store, input.Request.Operations,
            context.CurrentUtcDateTime);
        var decision = await context.CallSubOrchestratorAsync<OperationDecision>(OrchestratorNames.BeginOperation, request);
        return decision.Verdict == OperationVerdict.Accepted ? decision.Operation : null;
    }

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "{Compared} stores compared with the cluster: {Drifted} have drifted, {Repairs} repairs begun, "
            + "{NotAsked} could not be looked at. {Failure}")]
    private static partial void LogSummary(ILogger logger, int compared, int drifted, int repairs, int notAsked, string failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Store {Store} has drifted and is repaired by operation {Operation}: {Reason}")]
    private static partial void LogRepair(ILogger logger, StoreName store, string operation, string reason);
}
