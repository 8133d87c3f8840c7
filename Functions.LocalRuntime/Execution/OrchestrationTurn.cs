using Functions.LocalRuntime.Discovery;
using Functions.LocalRuntime.History;
using Functions.LocalRuntime.Storage;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Functions.LocalRuntime.Execution;

/// <summary>One turn of an orchestration: replays its history, plays the new events, and says what changes.</summary>
internal sealed class OrchestrationTurn(IFunctionInvoker invoker, DataConverter converter, ILoggerFactory loggers)
{
    private const int CustomStatusLimit = 8192;
    private static readonly TaskFailureDetails s_terminated = new("Terminated", "The orchestration was terminated.", null, null, null);

    /// <summary>Runs on the caller's thread, synchronously.</summary>
    /// <param name="function">The orchestrator; null when there is none of the instance's name.</param>
    /// <param name="instance">The instance before the turn.</param>
    /// <param name="history">What happened before.</param>
    /// <param name="messages">What came in.</param>
    /// <param name="now">UTC.</param>
    /// <param name="stopping">Cancelled when the host stops.</param>
    /// <returns>What to commit; null when the orchestration has not begun: what came in waits for its start.</returns>
    public TurnCommit? Run(
        FunctionDescriptor? function, InstanceRow instance, IReadOnlyList<HistoryEvent> history, IReadOnlyList<Message> messages, DateTime now, CancellationToken stopping)
    {
        var consumed = messages.Select(message => message.Sequence).ToList();
        var news = messages.Where(message => message.Execution is null || message.Execution == instance.Execution).Select(message => message.Event).ToList();
        if (instance.IsTerminal || news.Count == 0)
        {
            return new TurnCommit { Consumed = consumed, At = now };
        }

        List<HistoryEvent> newHistory = [new OrchestratorStarted(now), .. news];
        if (!history.Concat(news).Any(happened => happened is ExecutionStarted or ExecutionTerminated))
        {
            return null;
        }

        var parent = history.Concat(news).OfType<ExecutionStarted>().FirstOrDefault()?.Parent;
        if (news.OfType<ExecutionTerminated>().FirstOrDefault() is { } terminated)
        {
            return Finish(OrchestrationRuntimeStatus.Terminated, terminated.Output, null, null);
        }

        if (function is null)
        {
            var unknown = new TaskFailureDetails("OrchestratorTaskNotFound", $"There is no orchestrator function '{instance.Name}'.", null, null, null);
            return Finish(OrchestrationRuntimeStatus.Failed, unknown.ToString(), unknown, null);
        }

        var context = new OrchestrationContext(instance.Id, converter, loggers);
        var (task, problem) = Play(context, function, history, newHistory, stopping);
        if (problem is null && context.CustomStatus is { Length: > CustomStatusLimit } status)
        {
            problem = new ArgumentException($"CustomStatus is too large: limit = 16 KB (UTF-16), actual = {status.Length / 512} KB.");
        }

        if (problem is not null)
        {
            return Fail(problem);
        }

        if (!task!.IsCompleted || context.HasOpenTasks)
        {
            return Commit(instance with { Status = OrchestrationRuntimeStatus.Running, CustomStatus = context.CustomStatus, UpdatedAt = now }, context.NewActions);
        }

        if (!task.IsCompletedSuccessfully)
        {
            return Fail(task.IsCanceled ? new TaskCanceledException(task) : task.Exception!.InnerException!);
        }

        return context.Continuation is { } continuation
            ? ContinueAsNew(continuation.Input, continuation.PreserveEvents ? context.UnclaimedEvents : [])
            : Finish(OrchestrationRuntimeStatus.Completed, converter.Serialize(task.Result), null, context.CustomStatus, context.NewActions);

        TurnCommit Fail(Exception exception)
        {
            var details = TaskFailureDetails.FromException(exception);
            return Finish(OrchestrationRuntimeStatus.Failed, details.ToString(), details, problem is null ? context.CustomStatus : null, problem is null ? context.NewActions : []);
        }

        TurnCommit Finish(OrchestrationRuntimeStatus status, string? output, TaskFailureDetails? failure, string? customStatus, IReadOnlyList<ActionEvent>? actions = null)
        {
            var ended = Commit(
                instance with { Status = status, Output = output, Failure = failure, CustomStatus = customStatus ?? instance.CustomStatus, UpdatedAt = now }, actions ?? []);
            return parent is null ? ended : ended with
            {
                Outbox = [.. ended.Outbox, new Message(
                    parent.InstanceId, parent.Execution,
                    status == OrchestrationRuntimeStatus.Completed ? new TaskCompleted(parent.TaskId, output) : new TaskFailed(parent.TaskId, failure ?? s_terminated))],
            };
        }

        TurnCommit ContinueAsNew(string? input, IReadOnlyList<EventRaised> events)
        {
            var execution = Guid.NewGuid().ToString("N");
            var next = instance with { Execution = execution, Input = input, Status = OrchestrationRuntimeStatus.Running, CustomStatus = null, UpdatedAt = now };
            var commit = Commit(next, context.NewActions);
            return commit with
            {
                ResetHistory = true,
                NewHistory = [],
                Outbox = [.. commit.Outbox, new Message(instance.Id, execution, new ExecutionStarted(instance.Name, input, parent)), .. events.Select(raised => new Message(instance.Id, execution, raised))],
            };
        }

        TurnCommit Commit(InstanceRow after, IReadOnlyList<ActionEvent> actions) => new()
        {
            Consumed = consumed,
            Instance = after,
            NewHistory = [.. newHistory, .. actions],
            Outbox = [.. actions.Select(Outgoing).OfType<Message>()],
            Activities = [.. actions.OfType<TaskScheduled>().Select(action => new ActivityWork(0, TaskOf(action), action.Name, action.Input))],
            NewInstances = [.. actions.OfType<SubOrchestrationCreated>().Select(action =>
                new NewInstance(action.InstanceId, new ExecutionStarted(action.Name, action.Input, TaskOf(action)), now, null))],
            At = now,
        };

        Message? Outgoing(ActionEvent action) => action switch
        {
            TimerCreated timer => new Message(instance.Id, instance.Execution, new TimerFired(timer.Id), timer.FireAt),
            EventSent sent => new Message(sent.InstanceId, null, new EventRaised(sent.Name, sent.Input)),
            EntityCalled called => new Message(called.EntityId, null, new EntityRequest(called.Operation, called.Input, TaskOf(called))),
            EntitySignaled signaled => new Message(signaled.EntityId, null, new EntityRequest(signaled.Operation, signaled.Input, null), signaled.DueAt),
            _ => null,
        };

        ParentTask TaskOf(ActionEvent action) => new(instance.Id, instance.Execution, instance.Name, action.Id);
    }

    private (Task<object?>? Task, Exception? Problem) Play(
        OrchestrationContext context, FunctionDescriptor function, IReadOnlyList<HistoryEvent> history, List<HistoryEvent> news, CancellationToken stopping)
    {
        var outer = SynchronizationContext.Current;
        var turn = new TurnSynchronizationContext();
        SynchronizationContext.SetSynchronizationContext(turn);
        try
        {
            Task<object?>? task = null;
            foreach (var (happened, replaying) in history.Select(past => (past, true)).Concat(news.Select(present => (present, false))))
            {
                context.Replaying = replaying;
                context.Apply(happened);
                if (happened is ExecutionStarted)
                {
                    task = invoker.InvokeAsync(function, context, stopping);
                }

                turn.Drain();
            }

            var stuck = turn.ForeignPost || task is null || (!task.IsCompleted && !context.CanResume);
            return stuck
                ? (task, new InvalidOperationException(
                    "An invalid asynchronous invocation was detected. An orchestrator may await only tasks of its context: activities, timers, events, entities, sub-orchestrations."))
                : (task, null);
        }
        catch (NonDeterministicOrchestrationException exception)
        {
            return (null, exception);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(outer);
        }
    }
}
