namespace Functions.Orchestrations.Operations;

/// <summary>
/// What must be undone when an operation fails. A step's undoing is registered before the step, so that a half-done step is undone too.
/// </summary>
internal sealed class Compensation
{
    private readonly Stack<(string What, Func<Task> Undo)> _undoings = new();

    /// <summary>Registers an undoing; it must do no harm when the step was never done.</summary>
    public void Register(string what, Func<Task> undo) => _undoings.Push((what, undo));

    /// <summary>Undoes in reverse order; one that fails does not keep the others from running.</summary>
    /// <returns>What could not be undone, one sentence each; empty when nothing is left.</returns>
    public async Task<IReadOnlyList<string>> RunAsync()
    {
        var leftovers = new List<string>();
        while (_undoings.TryPop(out var undoing))
        {
            try
            {
                await undoing.Undo();
            }
            catch (StepFailedException failed)
            {
                leftovers.Add($"{undoing.What}: {failed.Failure}");
            }
        }

        return leftovers;
    }
}
