using Functions.LocalRuntime.History;
using Microsoft.DurableTask;

namespace Functions.LocalRuntime.Execution;

/// <summary>
/// Events and who waits for them: of several waiters of one name the last is served first; events that nobody awaits yet are kept in order.
/// A waiter that was cancelled keeps its place, as in the real SDK: the event that reaches it is lost.
/// </summary>
internal sealed class ExternalEvents(DataConverter converter)
{
    private readonly Dictionary<string, Stack<Waiter>> _waiters = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<EventRaised> _unclaimed = [];

    public bool HasWaiters => _waiters.Values.Any(waiters => waiters.Any(waiter => !waiter.Task.IsCompleted));

    public IReadOnlyList<EventRaised> Unclaimed => _unclaimed;

    public void Raise(EventRaised raised)
    {
        if (_waiters.TryGetValue(raised.Name, out var waiters))
        {
            Serve(raised, waiters);
        }
        else
        {
            _unclaimed.Add(raised);
        }
    }

    public Task<T> WaitAsync<T>(string name, CancellationToken cancellationToken)
    {
        if (!_waiters.TryGetValue(name, out var waiters))
        {
            _waiters.Add(name, waiters = new Stack<Waiter>());
        }

        if (waiters.TryPeek(out var other) && other.Type != typeof(T))
        {
            throw new ArgumentException($"Event '{name}' is awaited as {other.Type} already; all waiters of one name must use the same type, not {typeof(T)}.");
        }

        var completion = new TaskCompletionSource<T>();
        waiters.Push(new Waiter(typeof(T), completion.Task, Complete));
        if (_unclaimed.FindIndex(raised => string.Equals(raised.Name, name, StringComparison.OrdinalIgnoreCase)) is var index and >= 0)
        {
            var raised = _unclaimed[index];
            _unclaimed.RemoveAt(index);
            Serve(raised, waiters);
        }

        cancellationToken.Register(() => completion.TrySetCanceled(cancellationToken));
        return completion.Task;

        void Complete(string? input)
        {
            try
            {
                completion.TrySetResult(converter.Deserialize<T>(input)!);
            }
            catch (Exception exception)
            {
                completion.TrySetException(exception);
            }
        }
    }

    private void Serve(EventRaised raised, Stack<Waiter> waiters)
    {
        var waiter = waiters.Pop();
        if (waiters.Count == 0)
        {
            _waiters.Remove(raised.Name);
        }

        waiter.Complete(raised.Input);
    }

    private sealed record Waiter(Type Type, Task Task, Action<string?> Complete);
}
