using Stores.Core;
using Stores.Diagnosis;

namespace Functions.Orchestrations.Operations;

/// <summary>A step of an operation failed for good.</summary>
/// <param name="step">The step's name.</param>
/// <param name="failure">Why.</param>
/// <param name="diagnosis">What the store looked like; null when nobody looked.</param>
internal sealed class StepFailedException(string step, StoreFailure failure, StoreDiagnosis? diagnosis = null)
    : Exception($"{step}: {failure}")
{
    public string Step { get; } = step;

    public StoreFailure Failure { get; } = failure;

    public StoreDiagnosis? Diagnosis { get; } = diagnosis;
}
