using Functions.Stores;
using Microsoft.Extensions.Logging;

namespace Functions.Orchestrations;

/// <summary>How operations ended, a line each; given a replay-safe logger, once each.</summary>
internal static partial class OperationLog
{
    public static void LogOutcome(this ILogger logger, OperationInput operation, OperationOutcome outcome)
    {
        if (outcome.Failure is { } failure)
        {
            var left = failure.Leftovers.Count == 0 ? "nothing known is left of it" : $"left over: {string.Join("; ", failure.Leftovers)}";
            Failed(logger, operation.Store, operation.Store.Resources.Namespace, operation.Id, failure.Step, failure.Failure.Reason, failure.Failure.Message, left);
        }
        else
        {
            Succeeded(logger, operation.Store, operation.Store.Resources.Namespace, operation.Id, outcome.Url ?? "deleted");
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Store {Store} in namespace {Namespace}: operation {Operation} succeeded: {Result}")]
    private static partial void Succeeded(ILogger logger, StoreIdentity store, string @namespace, string operation, string result);

    [LoggerMessage(Level = LogLevel.Error, Message = "Store {Store} in namespace {Namespace}: operation {Operation} failed at {Step}: {Reason}: {Cause} ({Leftovers}). Mend the cause; deleting the store is always possible.")]
    private static partial void Failed(ILogger logger, StoreIdentity store, string @namespace, string operation, string step, string reason, string cause, string leftovers);
}
