using Stores.Core;
using Stores.Diagnosis;

namespace Stores.Lifecycle;

/// <summary>Why an operation failed, and what became of it.</summary>
/// <param name="Step">The step that failed.</param>
/// <param name="Failure">Why.</param>
/// <param name="Leftovers">What could not be undone; empty when nothing is left of the try.</param>
public sealed record FailureRecord(string Step, StoreFailure Failure, IReadOnlyList<string> Leftovers)
{
    /// <summary>Until when what was made is kept for debugging (UTC); null when it is not.</summary>
    public DateTime? KeptUntil { get; init; }

    /// <summary>What the store looked like when it failed; null when nobody looked.</summary>
    public StoreDiagnosis? Diagnosis { get; init; }
}
