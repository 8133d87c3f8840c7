using System.Text;
using Functions.LocalRuntime.History;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;
using Microsoft.Extensions.Logging;

namespace Functions.LocalRuntime.Execution;

/// <summary>The orchestrator's side of one replay: hands out tasks, takes in events, and gathers what the orchestrator did.</summary>
internal sealed class OrchestrationContext(string instanceId, DataConverter converter, ILoggerFactory loggers) : TaskOrchestrationContext
{
    private readonly Dictionary<int, PendingTask> _pending = [];
    private readonly Dictionary<int, ActionEvent> _newActions = [];
    private readonly ExternalEvents _events = new(converter);
    private ExecutionStarted? _started;
    private DateTime _now;
    private int _nextActionId;
    private int _nextGuid;

    public override TaskName Name => _started!.Name;

    public override string InstanceId => instanceId;

    public override ParentOrchestrationInstance? Parent => _started!.Parent is { } parent ? new(parent.Name, parent.InstanceId) : null;

    public override DateTime CurrentUtcDateTime => _now;

    public override bool IsReplaying => Replaying;

    public override TaskOrchestrationEntityFeature Entities => field ??= new EntityFeature(this);

    protected override ILoggerFactory LoggerFactory => loggers;

    public bool Replaying { get; set; }

    /// <summary>Set by ContinueAsNew.</summary>
    public (string? Input, bool PreserveEvents)? Continuation { get; private set; }

    public string? CustomStatus { get; private set; }

    /// <summary>Actions that no event of the history accounts for: done in this turn, in order.</summary>
    public IReadOnlyList<ActionEvent> NewActions => [.. _newActions.Values.OrderBy(action => action.Id)];

    /// <summary>Activities, sub-orchestrations and timers that have not ended: they keep the orchestration open.</summary>
    public bool HasOpenTasks => _pending.Values.Any(task => task.KeepsOpen);

    /// <summary>Whether anything durable could still resume the orchestrator.</summary>
    public bool CanResume => _pending.Count > 0 || _events.HasWaiters;

    /// <summary>Events that nobody has awaited, oldest first.</summary>
    public IReadOnlyList<EventRaised> UnclaimedEvents => _events.Unclaimed;

    /// <summary>Takes in an event of the history, or a new one.</summary>
    /// <exception cref="NonDeterministicOrchestrationException">The orchestrator did not do what the history says it did.</exception>
    public void Apply(HistoryEvent happened)
    {
        switch (happened)
        {
            case OrchestratorStarted turn:
                _now = turn.At;
                break;
            case ExecutionStarted started:
                _started = started;
                break;
            case ActionEvent action:
                Confirm(action);
                break;
            case TaskCompleted completed when _pending.Remove(completed.Id, out var task):
                task.Complete(completed.Result);
                break;
            case TaskFailed failed when _pending.Remove(failed.Id, out var task):
                task.Fail(failed.Failure);
                break;
            case TimerFired fired when _pending.Remove(fired.Id, out var task):
                task.Complete(null);
                break;
            case EventRaised raised:
                _events.Raise(raised);
                break;
        }
    }

    public override T? GetInput<T>() where T : default => converter.Deserialize<T>(_started!.Input);

    public override Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null)
    {
        var data = converter.Serialize(input);
        return Retries.RunAsync(this, options, () => Await<TResult>(name, id => new TaskScheduled(id, name, data)));
    }

    public override Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, object? input = null, TaskOptions? options = null)
    {
        var data = converter.Serialize(input);
        var child = (options as SubOrchestrationOptions)?.InstanceId ?? NewGuid().ToString("N");
        return Retries.RunAsync(this, options, () => Await<TResult>(orchestratorName, id => new SubOrchestrationCreated(id, orchestratorName, child, data)));
    }

    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled(cancellationToken);
        }

        var completion = new TaskCompletionSource<object?>();
        var id = Act(next => new TimerCreated(next, fireAt.ToUniversalTime()));
        _pending.Add(id, new PendingTask(KeepsOpen: true, _ => completion.TrySetResult(null), _ => { }));
        cancellationToken.Register(() =>
        {
            _pending.Remove(id);
            completion.TrySetCanceled(cancellationToken);
        });
        return completion.Task;
    }

    public override Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default) => _events.WaitAsync<T>(eventName, cancellationToken);

    public override void SendEvent(string instanceId, string eventName, object payload) =>
        Act(id => new EventSent(id, instanceId, eventName, converter.Serialize(payload)));

    public override void SetCustomStatus(object? customStatus) => CustomStatus = converter.Serialize(customStatus);

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true) =>
        Continuation = (converter.Serialize(newInput), preserveUnprocessedEvents);

    public override Guid NewGuid() => DeterministicGuid.Create(instanceId, _now, _nextGuid++);

    private int Act(Func<int, ActionEvent> action)
    {
        var id = _nextActionId++;
        _newActions.Add(id, action(id));
        return id;
    }

    private Task<TResult> Await<TResult>(string name, Func<int, ActionEvent> action)
    {
        var id = Act(action);
        return Pend<TResult>(id, keepsOpen: true, failure => new TaskFailedException(name, id, failure));
    }

    private Task<TResult> Pend<TResult>(int id, bool keepsOpen, Func<TaskFailureDetails, Exception> fail)
    {
        var completion = new TaskCompletionSource<TResult>();
        _pending.Add(id, new PendingTask(keepsOpen, Complete, failure => completion.SetException(fail(failure))));
        return completion.Task;

        void Complete(string? result)
        {
            try
            {
                completion.SetResult(converter.Deserialize<TResult>(result)!);
            }
            catch (System.Text.Json.JsonException exception)
            {
                completion.SetException(exception);
            }
        }
    }

    private void Confirm(ActionEvent expected)
    {
        if (!_newActions.Remove(expected.Id, out var met))
        {
            throw NonDeterministic($"the history's action {expected.Id} is the {expected.What}, and the orchestrator did not do it");
        }

        if (met.What != expected.What)
        {
            throw NonDeterministic($"the history's action {expected.Id} is the {expected.What}, and the orchestrator's is the {met.What}");
        }
    }

    private NonDeterministicOrchestrationException NonDeterministic(string difference) => new(new StringBuilder()
        .Append("Non-deterministic orchestrator: on replay of '").Append(Name).Append("', ").Append(difference)
        .Append(". Its code was changed while instances ran, or it uses the clock, random numbers or I/O.").ToString());

    private sealed record PendingTask(bool KeepsOpen, Action<string?> Complete, Action<TaskFailureDetails> Fail);

    private sealed class EntityFeature(OrchestrationContext context) : TaskOrchestrationEntityFeature
    {
        public override Task<TResult> CallEntityAsync<TResult>(EntityInstanceId id, string operationName, object? input = null, CallEntityOptions? options = null)
        {
            // The real SDK takes the request's id from the same counter.
            context.NewGuid();
            var action = context.Act(next => new EntityCalled(next, id.ToString(), operationName, context.Serialize(input)));
            return context.Pend<TResult>(action, keepsOpen: false, failure => new EntityOperationFailedException(id, operationName, failure));
        }

        public override Task CallEntityAsync(EntityInstanceId id, string operationName, object? input = null, CallEntityOptions? options = null) =>
            CallEntityAsync<object?>(id, operationName, input, options);

        public override Task SignalEntityAsync(EntityInstanceId id, string operationName, object? input = null, SignalEntityOptions? options = null)
        {
            context.Act(next => new EntitySignaled(next, id.ToString(), operationName, context.Serialize(input), options?.SignalTime?.UtcDateTime));
            return Task.CompletedTask;
        }
    }

    private string? Serialize(object? value) => converter.Serialize(value);
}
