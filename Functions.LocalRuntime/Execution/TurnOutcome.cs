using System.Text.Encodings.Web;
using System.Text.Json;
using Functions.LocalRuntime.History;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Functions.LocalRuntime.Execution;

/// <summary>Where a turn leaves its orchestration.</summary>
internal abstract record TurnOutcome
{
    private static readonly JsonSerializerOptions s_readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>It waits for more.</summary>
    public sealed record Waiting : TurnOutcome;

    /// <summary>It has ended.</summary>
    /// <param name="Status">How.</param>
    /// <param name="Output">Its result, or "type: message" of its failure.</param>
    /// <param name="Failure">What its parent is told; null when it completed.</param>
    /// <param name="KeepsActions">Whether what it did in this turn counts: not when the orchestrator itself is unsound.</param>
    public sealed record Ended(OrchestrationRuntimeStatus Status, string? Output, TaskFailureDetails? Failure, bool KeepsActions = true) : TurnOutcome;

    /// <summary>It begins anew.</summary>
    public sealed record ContinuedAsNew(string? Input, IReadOnlyList<EventRaised> Events) : TurnOutcome;

    /// <summary>The orchestrator threw.</summary>
    public static TurnOutcome Threw(Exception exception, bool keepsActions = true)
    {
        var failure = TaskFailureDetails.FromException(exception);
        return new Ended(OrchestrationRuntimeStatus.Failed, failure.ToString(), failure, keepsActions);
    }

    /// <summary>The host refused what the orchestrator would have done, or has no such orchestrator. The output is the host's: a message and its details as JSON.</summary>
    public static TurnOutcome Refused(string message, Exception? cause)
    {
        var failure = cause is null ? new TaskFailureDetails("(unknown)", message, null, null, null) : TaskFailureDetails.FromException(cause);
        var output = JsonSerializer.Serialize(new { message, details = cause is null ? null : $"{cause.GetType()}: {cause.Message}" }, s_readable);
        return new Ended(OrchestrationRuntimeStatus.Failed, output, failure, KeepsActions: false);
    }
}
