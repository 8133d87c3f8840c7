using DurableTask.Core;

namespace DurableTask.Sqlite.Tests;

/// <summary>An orchestration written as a function. Events are kept until they are waited for.</summary>
internal sealed class Script(Func<Flow, Task<string?>> run) : TaskOrchestration<string?, string?, string, string?>
{
    private readonly Dictionary<string, Queue<string>> _events = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, TaskCompletionSource<string>> _waiting = new(StringComparer.OrdinalIgnoreCase);

    public override Task<string?> RunTask(OrchestrationContext context, string? input) => run(new Flow(context, input, NextAsync, _events));

    public override void RaiseEvent(OrchestrationContext context, string name, string input)
    {
        if (_waiting.Remove(name, out var waiting))
        {
            waiting.SetResult(input);
        }
        else
        {
            (_events.TryGetValue(name, out var events) ? events : _events[name] = []).Enqueue(input);
        }
    }

    private Task<string> NextAsync(string name)
    {
        if (_events.TryGetValue(name, out var events) && events.TryDequeue(out var input))
        {
            return Task.FromResult(input);
        }

        _waiting.Add(name, new TaskCompletionSource<string>());
        return _waiting[name].Task;
    }
}
