using Functions.LocalRuntime.History;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;
using Microsoft.Extensions.Logging;
using CoreExceptions = DurableTask.Core.Exceptions;

namespace Functions.LocalRuntime.Execution;

/// <summary>The orchestrator's side of its execution: hands out tasks, takes in events, and gathers what the orchestrator did.</summary>
internal sealed class OrchestrationContext(
    string instanceId, string orchestrator, DataConverter converter, ILoggerFactory loggers, TurnSynchronizationContext turn) : TaskOrchestrationContext
{
    // MaximumTimerInterval of the real worker; longer timers are a chain of shorter ones.
    private static readonly TimeSpan s_longestTimer = TimeSpan.FromDays(3);

    private readonly Dictionary<int, PendingTask> _pending = [];
    private readonly ExternalEvents _events = new(converter);
    private readonly List<EventRaised> _carriedOver = [];
    private ExecutionStarted? _started;
    private object? _customStatus;
    private DateTime _now;
    private int _nextGuid;

    public override TaskName Name => orchestrator;

    public override string InstanceId => instanceId;

    public override ParentOrchestrationInstance? Parent => _started?.Parent is { } parent ? new(parent.Name, parent.InstanceId) : null;

    public override DateTime CurrentUtcDateTime => _now;

    public override bool IsReplaying => Replaying;

    public override TaskOrchestrationEntityFeature Entities => field ??= new EntityFeature(this);

    protected override ILoggerFactory LoggerFactory => loggers;

    public bool Replaying { get; set; }

    public OrchestrationActions Actions { get; } = new(orchestrator);

    /// <summary>Set by ContinueAsNew.</summary>
    public (string? Input, bool PreserveEvents)? Continuation { get; private set; }

    /// <summary>As it is now: an object that was changed since it was set shows its change.</summary>
    public string? CustomStatus => converter.Serialize(_customStatus);

    /// <summary>Activities, sub-orchestrations and timers that have not ended: they keep the orchestration open.</summary>
    public bool HasOpenTasks => _pending.Values.Any(task => task.KeepsOpen);

    /// <summary>Whether anything durable could still resume the orchestrator.</summary>
    public bool CanResume => _pending.Count > 0 || _events.HasWaiters;

    /// <summary>What the orchestrator could be waiting for, in words.</summary>
    public string Awaitable => _pending.Count > 0 ? string.Join(", ", _pending.Values.Take(5).Select(task => task.What)) : _events.HasWaiters ? "an event" : "nothing of its context";

    /// <summary>Events for the next execution, oldest first.</summary>
    public IReadOnlyList<EventRaised> EventsToCarryOver => [.. Continuation is { PreserveEvents: true } ? _events.Unclaimed : [], .. _carriedOver];

    /// <summary>Takes in an event of the history, or a new one.</summary>
    /// <exception cref="CoreExceptions.NonDeterministicOrchestrationException">The orchestrator did not do what the history says it did.</exception>
    public void Apply(HistoryEvent happened)
    {
        switch (happened)
        {
            case OrchestratorStarted started:
                _now = started.At;
                break;
            case ExecutionStarted started:
                _started = started;
                break;
            case ActionEvent action:
                Actions.Confirm(action);
                break;
            case TaskCompleted completed when _pending.Remove(completed.Id, out var task):
                task.Complete(completed.Result);
                break;
            case TaskFailed failed when _pending.Remove(failed.Id, out var task):
                task.Fail(failed.Failure);
                break;
            case TimerFired fired when _pending.Remove(fired.Id, out var task):
                Actions.TimerFired(fired.Id);
                task.Complete(null);
                break;
            case EventRaised raised when Continuation is not null:
                _carriedOver.Add(raised);
                break;
            case EventRaised raised:
                _events.Raise(raised);
                break;
        }
    }

    public override T? GetInput<T>() where T : default => converter.Deserialize<T>(_started!.Input);

    public override async Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null)
    {
        ThrowIfForeign();
        var data = converter.Serialize(input);
        return await Retries.RunAsync(this, options, () => Await<TResult>(
            id => new TaskScheduled(id, name, data), (id, failure) => new TaskFailedException(name, id, new CoreExceptions.TaskFailedException(failure))));
    }

    public override async Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, object? input = null, TaskOptions? options = null)
    {
        ThrowIfForeign();
        var data = converter.Serialize(input);
        var child = (options as SubOrchestrationOptions)?.InstanceId ?? NewGuid().ToString("N");
        Client.LocalDurableTaskClient.RefuseEntityId(child);
        return await Retries.RunAsync(this, options, () => Await<TResult>(
            id => new SubOrchestrationCreated(id, orchestratorName, child, data), (id, failure) => new TaskFailedException(orchestratorName, id, failure)));
    }

    public override async Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        ThrowIfForeign();
        var due = fireAt.ToUniversalTime();
        while (due - _now > s_longestTimer && !cancellationToken.IsCancellationRequested)
        {
            await CreateOneTimer(_now + s_longestTimer, cancellationToken);
        }

        await CreateOneTimer(due, cancellationToken);
    }

    public override Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default)
    {
        ThrowIfForeign();
        return _events.WaitAsync<T>(eventName, cancellationToken);
    }

    public override void SendEvent(string instanceId, string eventName, object payload)
    {
        ThrowIfForeign();
        Client.LocalDurableTaskClient.RefuseEntityId(instanceId);
        var data = converter.Serialize(payload);
        Actions.Add(id => new EventSent(id, instanceId, eventName, data));
    }

    public override void SetCustomStatus(object? customStatus)
    {
        ThrowIfForeign();
        _customStatus = customStatus;
    }

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true)
    {
        ThrowIfForeign();
        Continuation = (converter.Serialize(newInput), preserveUnprocessedEvents);
    }

    public override Guid NewGuid()
    {
        ThrowIfForeign();
        return DeterministicGuid.Create(instanceId, _now, _nextGuid++);
    }

    private void ThrowIfForeign()
    {
        if (!turn.IsTurn)
        {
            throw OrchestrationExecution.Misuse(orchestrator, "its context used on its own thread only", $"a use on thread '{Thread.CurrentThread.Name}'");
        }
    }

    private Task CreateOneTimer(DateTime due, CancellationToken cancellationToken)
    {
        var completion = new TaskCompletionSource();
        var id = Actions.Add(next => new TimerCreated(next, due));
        _pending.Add(id, new PendingTask("a timer", KeepsOpen: true, _ => completion.TrySetResult(), _ => { }));
        cancellationToken.Register(() =>
        {
            if (_pending.Remove(id))
            {
                Actions.CancelTimer(id, Replaying);
                completion.TrySetCanceled(cancellationToken);
            }
        });
        return completion.Task;
    }

    private Task<TResult> Await<TResult>(Func<int, ActionEvent> action, Func<int, TaskFailureDetails, Exception> fail, bool keepsOpen = true)
    {
        var completion = new TaskCompletionSource<TResult>();
        var what = "";
        var id = Actions.Add(next =>
        {
            var added = action(next);
            what = $"the {added.What}";
            return added;
        });
        _pending.Add(id, new PendingTask(what, keepsOpen, Complete, failure => completion.SetException(fail(id, failure))));
        return completion.Task;

        void Complete(string? result)
        {
            try
            {
                completion.SetResult(converter.Deserialize<TResult>(result)!);
            }
            catch (Exception exception)
            {
                completion.SetException(exception);
            }
        }
    }

    private string? SerializeRequest(object? input)
    {
        // The real SDK takes the id of each request to an entity from the same counter: GUIDs that follow are the same.
        NewGuid();
        return converter.Serialize(input);
    }

    private sealed record PendingTask(string What, bool KeepsOpen, Action<string?> Complete, Action<TaskFailureDetails> Fail);

    private sealed class EntityFeature(OrchestrationContext context) : TaskOrchestrationEntityFeature
    {
        public override Task<TResult> CallEntityAsync<TResult>(EntityInstanceId id, string operationName, object? input = null, CallEntityOptions? options = null)
        {
            var data = context.SerializeRequest(input);
            return context.Await<TResult>(
                next => new EntityCalled(next, id.ToString(), operationName, data), (_, failure) => new EntityOperationFailedException(id, operationName, failure), keepsOpen: false);
        }

        public override Task CallEntityAsync(EntityInstanceId id, string operationName, object? input = null, CallEntityOptions? options = null) =>
            CallEntityAsync<object?>(id, operationName, input, options);

        public override Task SignalEntityAsync(EntityInstanceId id, string operationName, object? input = null, SignalEntityOptions? options = null)
        {
            var data = context.SerializeRequest(input);
            context.Actions.Add(next => new EntitySignaled(next, id.ToString(), operationName, data, options?.SignalTime?.UtcDateTime));
            return Task.CompletedTask;
        }
    }
}
