using Stores.Diagnosis;
using Stores.Lifecycle;

namespace Functions.Api.Stores;

/// <summary>Why an operation failed.</summary>
/// <param name="Step">The step that failed.</param>
/// <param name="Reason">One CamelCase word.</param>
/// <param name="Message">What was met and what to do.</param>
/// <param name="Leftovers">What could not be undone; empty when nothing is left of the try.</param>
/// <param name="KeptUntil">Until when what was made is kept for debugging (UTC); null when it is not.</param>
/// <param name="Diagnosis">
/// Pods, events and the end of the failing container's log as they were before anything was undone, without secrets; null when nobody
/// looked, and in lists.
/// </param>
public sealed record FailureResponse(
    string Step, string Reason, string Message, IReadOnlyList<string> Leftovers, DateTime? KeptUntil, StoreDiagnosis? Diagnosis)
{
    /// <summary>Shows a failure; null where there was none.</summary>
    public static FailureResponse? From(FailureRecord? failure) => failure is null
        ? null
        : new(failure.Step, failure.Failure.Reason, failure.Failure.Message, failure.Leftovers, failure.KeptUntil, failure.Diagnosis);
}
