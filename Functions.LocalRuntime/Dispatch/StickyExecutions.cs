using Functions.LocalRuntime.Execution;

namespace Functions.LocalRuntime.Dispatch;

/// <summary>Executions kept in memory between their turns, so that a turn costs what is new and not what has been. The one that rested longest leaves first.</summary>
/// <param name="capacity">How many are kept; 0 keeps none, and every turn replays its history.</param>
internal sealed class StickyExecutions(int capacity) : IAsyncDisposable
{
    private readonly Dictionary<string, LinkedListNode<OrchestrationExecution>> _executions = new(StringComparer.Ordinal);
    private readonly LinkedList<OrchestrationExecution> _order = new();

    public async ValueTask DisposeAsync()
    {
        foreach (var execution in _order)
        {
            await execution.DisposeAsync();
        }

        _order.Clear();
        _executions.Clear();
    }

    /// <summary>Takes an execution out, to play a turn on it.</summary>
    public OrchestrationExecution? Take(string id)
    {
        lock (_order)
        {
            if (!_executions.Remove(id, out var node))
            {
                return null;
            }

            _order.Remove(node);
            return node.Value;
        }
    }

    /// <summary>Puts an execution back.</summary>
    /// <returns>The execution that has to leave; null when none has to.</returns>
    public OrchestrationExecution? Put(OrchestrationExecution execution)
    {
        if (capacity == 0)
        {
            return execution;
        }

        lock (_order)
        {
            _executions.Add(execution.Instance.Id, _order.AddLast(execution));
            if (_executions.Count <= capacity)
            {
                return null;
            }

            var oldest = _order.First!.Value;
            _order.RemoveFirst();
            _executions.Remove(oldest.Instance.Id);
            return oldest;
        }
    }
}
