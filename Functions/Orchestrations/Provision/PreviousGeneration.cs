using Functions.Orchestrations.Operations;
using Functions.Orchestrations.Remove;

namespace Functions.Orchestrations.Provision;

/// <summary>
/// What a failed generation may have left, which has to go before the next is made, and also when the next is cancelled before it began.
/// </summary>
/// <param name="removal">Removes it; null when there was none.</param>
internal sealed class PreviousGeneration(StoreRemoval? removal)
{
    private StepFailedException? _failure;

    /// <summary>Whether nothing is left of it.</summary>
    public bool IsRemoved { get; private set; } = removal is null;

    /// <summary>Removes it, once: what failed a moment ago fails again without another try.</summary>
    /// <exception cref="StepFailedException">Something is left.</exception>
    public async Task RemoveAsync()
    {
        if (IsRemoved)
        {
            return;
        }

        if (_failure is not null)
        {
            throw _failure;
        }

        try
        {
            await removal!.RunAsync();
            IsRemoved = true;
        }
        catch (StepFailedException failed)
        {
            _failure = failed;
            throw;
        }
    }
}
