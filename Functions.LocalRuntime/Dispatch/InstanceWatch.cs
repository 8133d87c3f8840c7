using System.Collections.Concurrent;
using Functions.LocalRuntime.Storage;

namespace Functions.LocalRuntime.Dispatch;

/// <summary>Tells whoever waits for an instance that it has changed.</summary>
internal sealed class InstanceWatch
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<InstanceRow?>> _changes = new(StringComparer.Ordinal);

    /// <summary>Completes at the instance's next change with what it is then; null when the waiter has to look. Ask for it before reading the instance, or a change is missed.</summary>
    public Task<InstanceRow?> NextChange(string id) =>
        _changes.GetOrAdd(id, _ => new TaskCompletionSource<InstanceRow?>(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public void Changed(string id, InstanceRow? now)
    {
        if (_changes.TryRemove(id, out var change))
        {
            change.TrySetResult(now);
        }
    }
}
