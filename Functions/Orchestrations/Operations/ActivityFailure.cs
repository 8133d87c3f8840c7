using Microsoft.DurableTask;
using Stores.Core;

namespace Functions.Orchestrations.Operations;

/// <summary>What the failure of an activity means to the orchestration that called it.</summary>
internal static class ActivityFailure
{
    // The Functions host's name for it; the type itself is internal to the host.
    private const string WorkerProcessExit = "WorkerProcessExitException";

    /// <summary>Why it failed, for the operator.</summary>
    public static StoreFailure Of(TaskFailedException failed) => IsWorkersDeath(failed.FailureDetails)
        ? new StoreFailure(
            Reasons.WorkerDied,
            $"The worker's process died each time that {failed.TaskName} ran: look for its last lines in the host's "
            + "log and mend what ends it.")
        : StoreFailure.Deserialize(failed.FailureDetails.ErrorMessage);

    /// <summary>Whether the activity failed only because the process that ran it ended.</summary>
    /// <remarks>
    /// What the host says of it is parsed out of text and may be the failure's type, part of its message, or the cause beneath it.
    /// </remarks>
    public static bool IsWorkersDeath(TaskFailureDetails failure) =>
        Names(failure.ErrorType)
        || (!failure.IsCausedBy<StoreFailureException>()
            && (Names(failure.ErrorMessage) || (failure.InnerFailure is { } inner && IsWorkersDeath(inner))));

    private static bool Names(string text) => text.Contains(WorkerProcessExit, StringComparison.Ordinal);
}
