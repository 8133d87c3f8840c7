using System.Collections.Concurrent;

namespace DurableTask.Sqlite.Dispatch;

/// <summary>What waits for a worker, first come first served.</summary>
internal sealed class ReadyQueue<T> : IDisposable
    where T : class
{
    private readonly ConcurrentQueue<T> _items = new();
    private readonly SemaphoreSlim _count = new(0);

    public void Enqueue(T item)
    {
        _items.Enqueue(item);
        _count.Release();
    }

    /// <summary>Takes the next one.</summary>
    /// <returns>Null when none came in time or the wait was cancelled.</returns>
    public async Task<T?> DequeueAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        try
        {
            return await _count.WaitAsync(Waits.Limit(timeout), cancellationToken) && _items.TryDequeue(out var item) ? item : null;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    public void Dispose() => _count.Dispose();
}
