using Functions.LocalRuntime.History;
using Microsoft.DurableTask;

namespace Functions.LocalRuntime.Execution;

/// <summary>Events and who waits for them: of several waiters of one name the last is served first; events that nobody awaits yet are kept in order.</summary>
internal sealed class ExternalEvents(DataConverter converter)
{
    private readonly Dictionary<string, LinkedList<Waiter>> _waiters = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<EventRaised> _unclaimed = [];

    public bool HasWaiters => _waiters.Values.Any(waiters => waiters.Count > 0);

    public IReadOnlyList<EventRaised> Unclaimed => _unclaimed;

    public void Raise(EventRaised raised)
    {
        if (_waiters.TryGetValue(raised.Name, out var waiters) && waiters.Last is { } last)
        {
            waiters.RemoveLast();
            last.Value.Complete(raised.Input);
        }
        else
        {
            _unclaimed.Add(raised);
        }
    }

    public Task<T> WaitAsync<T>(string name, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<T>(cancellationToken);
        }

        if (_unclaimed.FindIndex(raised => string.Equals(raised.Name, name, StringComparison.OrdinalIgnoreCase)) is var index and >= 0)
        {
            var raised = _unclaimed[index];
            _unclaimed.RemoveAt(index);
            return Task.FromResult(converter.Deserialize<T>(raised.Input)!);
        }

        if (!_waiters.TryGetValue(name, out var waiters))
        {
            _waiters.Add(name, waiters = new LinkedList<Waiter>());
        }

        if (waiters.First is { } other && other.Value.Type != typeof(T))
        {
            throw new ArgumentException($"Event '{name}' is awaited as {other.Value.Type} already; all waiters of one name must use the same type.");
        }

        var completion = new TaskCompletionSource<T>();
        var node = waiters.AddLast(new Waiter(typeof(T), Complete));
        cancellationToken.Register(() =>
        {
            if (node.List is not null)
            {
                waiters.Remove(node);
            }

            completion.TrySetCanceled(cancellationToken);
        });
        return completion.Task;

        void Complete(string? input)
        {
            try
            {
                completion.TrySetResult(converter.Deserialize<T>(input)!);
            }
            catch (System.Text.Json.JsonException exception)
            {
                completion.TrySetException(exception);
            }
        }
    }

    private sealed record Waiter(Type Type, Action<string?> Complete);
}
