using Functions.Entities;
using Functions.Orchestrations.Operations;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;
using Stores.Core;
using Stores.Lifecycle;
using Stores.Removal;

namespace Functions.Orchestrations.Remove;

/// <summary>
/// Strips finalizers where the store allows it; who asked, why and what was done goes into the store's audit and the log.
/// </summary>
public static partial class StripFinalizers
{
    /// <summary>Input <see cref="StripRequest"/>, output <see cref="StripOutcome"/>.</summary>
    [Function(OrchestratorNames.StripFinalizers)]
    public static async Task<StripOutcome> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context, StripRequest request)
    {
        var entity = StoreEntity.IdOf(request.Name);
        var permission = await context.Entities.CallEntityAsync<StripPermission>(entity, nameof(StoreEntity.AllowStrip), request);
        if (permission.Store is not { } store)
        {
            return new StripOutcome(permission, null, null);
        }

        var logger = context.CreateReplaySafeLogger(nameof(StripFinalizers));
        Asked(logger, request.By, store, store.Resources.Namespace, request.Reason);
        var outcome = await StripAsync(context, permission, request.Settings);
        var said = outcome.Result is { } result ? FinalizerPolicy.Describe(result) : $"{outcome.Failure}";
        Ended(logger, store, store.Resources.Namespace, said);
        await context.Entities.CallEntityAsync(
            entity, nameof(StoreEntity.EndStrip), FinalizerPolicy.Audit(request) with { Outcome = said });
        return outcome;
    }

    private static async Task<StripOutcome> StripAsync(TaskOrchestrationContext context, StripPermission permission, RetrySettings settings)
    {
        try
        {
            return new(
                permission,
                await new ActivityTries(context, settings).CallAsync<StripResult>(
                    ActivityNames.StripNamespaceFinalizers, permission.Store!),
                null);
        }
        catch (TaskFailedException failed)
        {
            return new(permission, null, ActivityFailure.Of(failed));
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{By} asks to strip finalizers of store {Store} in namespace {Namespace}: {Reason}")]
    private static partial void Asked(ILogger logger, string by, StoreIdentity store, string @namespace, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Finalizers of store {Store} in namespace {Namespace}: {Outcome}")]
    private static partial void Ended(ILogger logger, StoreIdentity store, string @namespace, string outcome);
}
