using Functions.LocalRuntime.History;
using Functions.LocalRuntime.Storage;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Functions.LocalRuntime.Execution;

/// <summary>One turn of an orchestration: what came in, and what is stored because of it.</summary>
internal sealed class OrchestrationTurn
{
    private static readonly TaskFailureDetails s_terminated = new("Terminated", "The orchestration was terminated.", null, null, null);

    private readonly InstanceRow _instance;
    private readonly IReadOnlyList<Message> _messages;
    private readonly Sequences _sequences;
    private readonly DateTime _now;

    /// <param name="instance">The instance before the turn.</param>
    /// <param name="messages">What came in.</param>
    /// <param name="sequences">Keys for what goes out.</param>
    /// <param name="now">UTC.</param>
    public OrchestrationTurn(InstanceRow instance, IReadOnlyList<Message> messages, Sequences sequences, DateTime now)
    {
        _instance = instance;
        _messages = messages;
        _sequences = sequences;
        _now = now;
        // A first turn begins with what the execution was started with, whatever else has come in meanwhile.
        var mine = messages.Where(message => message.Execution is null || message.Execution == instance.Execution);
        News = [.. (instance.Turn == 0 ? mine.OrderBy(message => message.Execution is null) : mine).Select(message => message.Event)];
    }

    /// <summary>What came in for this execution.</summary>
    public IReadOnlyList<HistoryEvent> News { get; }

    /// <summary>What is played: the turn's time and what came in.</summary>
    public IReadOnlyList<HistoryEvent> Events => [new OrchestratorStarted(_now), .. News];

    /// <summary>Whether the execution has begun, or does with this turn.</summary>
    public bool HasBegun => _instance.Turn > 0 || News.Any(happened => happened is ExecutionStarted or ExecutionTerminated);

    /// <summary>The commit of a turn that has nothing to do.</summary>
    public static TurnCommit Nothing(IReadOnlyList<Message> messages, DateTime now) => new() { Consumed = messages, At = now };

    /// <summary>The commit of a turn that a client's termination ends.</summary>
    public TurnCommit Terminate(ExecutionTerminated terminated) =>
        End(new TurnOutcome.Ended(OrchestrationRuntimeStatus.Terminated, terminated.Output, s_terminated), _instance.CustomStatus, [], []);

    /// <summary>The commit of a turn whose orchestrator could not be played.</summary>
    public TurnCommit End(TurnOutcome.Ended outcome) => End(outcome, _instance.CustomStatus, [], []);

    /// <summary>The commit of a turn that was played.</summary>
    public TurnCommit Commit(OrchestrationExecution execution, TurnOutcome outcome)
    {
        var actions = execution.TakeNewActions(_sequences);
        var cancelled = execution.TakeCancelledTimers();
        return outcome switch
        {
            TurnOutcome.Ended { KeepsActions: true } ended => End(ended, execution.CustomStatus, actions, cancelled),
            TurnOutcome.Ended ended => End(ended, execution.CustomStatus, [], []),
            TurnOutcome.ContinuedAsNew next => ContinueAsNew(next, actions, cancelled),
            _ => Commit(_instance with { Status = OrchestrationRuntimeStatus.Running, CustomStatus = execution.CustomStatus }, actions, cancelled),
        };
    }

    private TurnCommit End(TurnOutcome.Ended ended, string? customStatus, IReadOnlyList<ActionEvent> actions, IReadOnlyList<long> cancelled)
    {
        var commit = Commit(_instance with { Status = ended.Status, Output = ended.Output, CustomStatus = customStatus }, actions, cancelled);
        if (_instance.Parent is not { } parent)
        {
            return commit;
        }

        HistoryEvent result = ended.Failure is null ? new TaskCompleted(parent.TaskId, ended.Output) : new TaskFailed(parent.TaskId, ended.Failure);
        return commit with { Outbox = [.. commit.Outbox, Send(parent.InstanceId, parent.Execution, result)] };
    }

    private TurnCommit ContinueAsNew(TurnOutcome.ContinuedAsNew next, IReadOnlyList<ActionEvent> actions, IReadOnlyList<long> cancelled)
    {
        var execution = NewExecution();
        var after = _instance with { Execution = execution, Input = next.Input, Status = OrchestrationRuntimeStatus.Running, CustomStatus = null };
        var commit = Commit(after, actions, cancelled);
        return commit with
        {
            Instance = (_instance, after with { Turn = 0, UpdatedAt = _now }),
            NewHistory = [],
            Outbox =
            [
                .. commit.Outbox,
                Send(_instance.Id, execution, new ExecutionStarted(_instance.Name, next.Input, _instance.Parent)),
                .. next.Events.Select(raised => Send(_instance.Id, execution, raised)),
            ],
        };
    }

    /// <summary>The name of an execution.</summary>
    public static string NewExecution() => Guid.NewGuid().ToString("N");

    private TurnCommit Commit(InstanceRow after, IReadOnlyList<ActionEvent> actions, IReadOnlyList<long> cancelled) => new()
    {
        Consumed = _messages,
        Instance = (_instance, after with { Turn = _instance.Turn + 1, UpdatedAt = _now }),
        NewHistory = [new OrchestratorStarted(_now), .. News.Where(happened => happened is not ForeignResumption), .. actions],
        CancelledTimers = cancelled,
        Outbox = [.. actions.Select(Outgoing).OfType<Message>()],
        Activities = [.. actions.OfType<TaskScheduled>().Select(action => new ActivityWork(_sequences.Next(), TaskOf(action), action.Name, action.Input))],
        NewInstances = [.. actions.OfType<SubOrchestrationCreated>().Select(action => new NewInstance(
            action.InstanceId, NewExecution(), new ExecutionStarted(action.Name, action.Input, TaskOf(action)), _now, null, _sequences.Next()))],
        At = _now,
    };

    private Message? Outgoing(ActionEvent action) => action switch
    {
        TimerCreated { Sequence: not 0 } timer => new Message(_instance.Id, _instance.Execution, new TimerFired(timer.Id), timer.FireAt, timer.Sequence),
        EventSent sent => Send(sent.InstanceId, null, new EventRaised(sent.Name, sent.Input)),
        EntityCalled called => Send(called.EntityId, null, new EntityRequest(called.Operation, called.Input, TaskOf(called))),
        EntitySignaled signaled => Send(signaled.EntityId, null, new EntityRequest(signaled.Operation, signaled.Input, null), signaled.DueAt),
        _ => null,
    };

    private Message Send(string target, string? execution, HistoryEvent happened, DateTime? dueAt = null) => new(target, execution, happened, dueAt, _sequences.Next());

    private ParentTask TaskOf(ActionEvent action) => new(_instance.Id, _instance.Execution, _instance.Name, action.Id);
}
