using System.Text.Json.Serialization;
using Microsoft.DurableTask;

namespace Functions.LocalRuntime.History;

/// <summary>What happened to an orchestration, or was sent to it. Stored as JSON: names and members of the types are the format.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "$")]
[JsonDerivedType(typeof(OrchestratorStarted), "turn")]
[JsonDerivedType(typeof(ExecutionStarted), "started")]
[JsonDerivedType(typeof(ExecutionTerminated), "terminated")]
[JsonDerivedType(typeof(TaskScheduled), "task")]
[JsonDerivedType(typeof(TaskCompleted), "taskDone")]
[JsonDerivedType(typeof(TaskFailed), "taskFailed")]
[JsonDerivedType(typeof(SubOrchestrationCreated), "sub")]
[JsonDerivedType(typeof(TimerCreated), "timer")]
[JsonDerivedType(typeof(TimerFired), "timerFired")]
[JsonDerivedType(typeof(EventRaised), "event")]
[JsonDerivedType(typeof(EventSent), "eventSent")]
[JsonDerivedType(typeof(EntityCalled), "entityCalled")]
[JsonDerivedType(typeof(EntitySignaled), "entitySignaled")]
[JsonDerivedType(typeof(EntityRequest), "entityRequest")]
internal abstract record HistoryEvent;

/// <summary>A turn began; its time is the orchestrator's CurrentUtcDateTime.</summary>
internal sealed record OrchestratorStarted(DateTime At) : HistoryEvent;

/// <summary>The orchestration begins.</summary>
internal sealed record ExecutionStarted(string Name, string? Input, ParentTask? Parent) : HistoryEvent;

/// <summary>A client ended the orchestration.</summary>
internal sealed record ExecutionTerminated(string? Output) : HistoryEvent;

/// <summary>The result of an activity, a sub-orchestration or a called entity.</summary>
internal sealed record TaskCompleted(int Id, string? Result) : HistoryEvent;

/// <summary>The failure of an activity, a sub-orchestration or a called entity.</summary>
internal sealed record TaskFailed(int Id, TaskFailureDetails Failure) : HistoryEvent;

internal sealed record TimerFired(int Id) : HistoryEvent;

internal sealed record EventRaised(string Name, string? Input) : HistoryEvent;

/// <summary>The orchestrator was resumed by something that is not durable. Never stored: it only makes a turn that says so.</summary>
internal sealed record ForeignResumption(string Thread) : HistoryEvent;

/// <summary>What the orchestrator did; its id is its place among the execution's actions.</summary>
internal abstract record ActionEvent(int Id) : HistoryEvent
{
    /// <summary>What is compared on replay, in words.</summary>
    [JsonIgnore]
    public abstract string What { get; }
}

internal sealed record TaskScheduled(int Id, string Name, string? Input) : ActionEvent(Id)
{
    public override string What => $"call of activity '{Name}'";
}

internal sealed record SubOrchestrationCreated(int Id, string Name, string InstanceId, string? Input) : ActionEvent(Id)
{
    public override string What => $"call of sub-orchestrator '{Name}'";
}

/// <param name="Id">Its place among the actions.</param>
/// <param name="FireAt">UTC.</param>
/// <param name="Sequence">The message that fires it; 0 when it was cancelled in the turn that made it.</param>
internal sealed record TimerCreated(int Id, DateTime FireAt, long Sequence = 0) : ActionEvent(Id)
{
    public override string What => "timer";
}

internal sealed record EventSent(int Id, string InstanceId, string Name, string? Input) : ActionEvent(Id)
{
    public override string What => $"event '{Name}' to instance '{InstanceId}'";
}

internal sealed record EntityCalled(int Id, string EntityId, string Operation, string? Input) : ActionEvent(Id)
{
    public override string What => $"call of '{Operation}' of entity '{EntityId}'";
}

internal sealed record EntitySignaled(int Id, string EntityId, string Operation, string? Input, DateTime? DueAt) : ActionEvent(Id)
{
    public override string What => $"signal '{Operation}' to entity '{EntityId}'";
}

/// <summary>An operation sent to an entity.</summary>
/// <param name="Operation">Its name.</param>
/// <param name="Input">Its input.</param>
/// <param name="Caller">Who waits for the result; null for a signal.</param>
internal sealed record EntityRequest(string Operation, string? Input, ParentTask? Caller) : HistoryEvent;

/// <summary>The task of an orchestration that waits for something.</summary>
/// <param name="InstanceId">The orchestration.</param>
/// <param name="Execution">Its execution: a later one of the same id did not ask.</param>
/// <param name="Name">The orchestrator's name.</param>
/// <param name="TaskId">The action's id.</param>
internal sealed record ParentTask(string InstanceId, string Execution, string Name, int TaskId);
