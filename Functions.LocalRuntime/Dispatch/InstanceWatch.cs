using System.Collections.Concurrent;

namespace Functions.LocalRuntime.Dispatch;

/// <summary>Tells whoever waits for an instance that it has changed.</summary>
internal sealed class InstanceWatch
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _changes = new(StringComparer.Ordinal);

    /// <summary>Completes at the instance's next change. Ask for it before reading the instance, or a change is missed.</summary>
    public Task NextChange(string id) => _changes.GetOrAdd(id, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public void Changed(string id)
    {
        if (_changes.TryRemove(id, out var change))
        {
            change.TrySetResult();
        }
    }
}
