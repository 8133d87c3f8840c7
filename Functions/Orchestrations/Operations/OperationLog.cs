using Microsoft.Extensions.Logging;
using Stores.Core;
using Stores.Lifecycle;

namespace Functions.Orchestrations.Operations;

/// <summary>How operations ended, a line each; given a replay-safe logger, once each.</summary>
internal static partial class OperationLog
{
    /// <summary>Logs an outcome.</summary>
    /// <param name="logger">The operation's.</param>
    /// <param name="operation">The operation.</param>
    /// <param name="outcome">How it ended.</param>
    /// <param name="shopStays">Whether it works on a shop that stays when it fails.</param>
    public static void LogOutcome(this ILogger logger, OperationInput operation, OperationOutcome outcome, bool shopStays = false)
    {
        if (outcome.Failure is { } failure)
        {
            var (left, remedy) = failure switch
            {
                _ when shopStays => ("the shop stays as it is", "then ask for it again"),
                { KeptUntil: { } until } => ($"what was made is kept for a look until {until:O}", "then retry the store or delete it"),
                { Leftovers.Count: > 0 } =>
                    ($"left over: {string.Join("; ", failure.Leftovers)}", "then delete the store, which is always possible"),
                _ => ("nothing known is left of it", "then retry the store or delete it"),
            };
            Failed(
                logger, operation.Store, operation.Store.Resources.Namespace, operation.Id, failure.Step, failure.Failure.Reason,
                failure.Failure.Message, left, remedy);
        }
        else
        {
            Succeeded(logger, operation.Store, operation.Store.Resources.Namespace, operation.Id, outcome.Url ?? "deleted");
        }
    }

    [LoggerMessage(
        Level = LogLevel.Information, Message = "Store {Store} in namespace {Namespace}: operation {Operation} succeeded: {Result}")]
    private static partial void Succeeded(ILogger logger, StoreIdentity store, string @namespace, string operation, string result);

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "Store {Store} in namespace {Namespace}: operation {Operation} failed at {Step}: {Reason}: {Cause} ({Leftovers}). "
            + "Mend the cause, {Remedy}.")]
    private static partial void Failed(
        ILogger logger, StoreIdentity store, string @namespace, string operation, string step, string reason, string cause,
        string leftovers, string remedy);
}
