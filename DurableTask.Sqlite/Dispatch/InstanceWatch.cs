namespace DurableTask.Sqlite.Dispatch;

/// <summary>Who waits for which instance to end.</summary>
internal sealed class InstanceWatch
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<TaskCompletionSource>> _waiting = new(StringComparer.Ordinal);

    /// <summary>Tells everybody who waits that the instance has ended.</summary>
    public void Ended(string id)
    {
        lock (_gate)
        {
            if (_waiting.Remove(id, out var waiting))
            {
                waiting.ForEach(waiter => waiter.TrySetResult());
            }
        }
    }

    /// <summary>Looks, and looks again when the instance has ended, until there is something to see.</summary>
    /// <param name="id">The instance.</param>
    /// <param name="look">Gives null while there is nothing to see.</param>
    /// <param name="timeout">How long to wait; infinite for ever.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What was seen; null when the time was up.</returns>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public async Task<T?> WaitAsync<T>(string id, Func<T?> look, TimeSpan timeout, CancellationToken cancellationToken)
        where T : class
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (timeout != Timeout.InfiniteTimeSpan)
        {
            limit.CancelAfter(Waits.Limit(timeout));
        }

        while (true)
        {
            var ended = Add(id);
            try
            {
                if (look() is { } seen)
                {
                    return seen;
                }

                await ended.Task.WaitAsync(limit.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return look();
            }
            finally
            {
                Remove(id, ended);
            }
        }
    }

    private TaskCompletionSource Add(string id)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (!_waiting.TryGetValue(id, out var waiting))
            {
                _waiting.Add(id, waiting = []);
            }

            waiting.Add(ended);
        }

        return ended;
    }

    private void Remove(string id, TaskCompletionSource ended)
    {
        lock (_gate)
        {
            if (_waiting.TryGetValue(id, out var waiting) && waiting.Remove(ended) && waiting.Count == 0)
            {
                _waiting.Remove(id);
            }
        }
    }
}
