using System.Text.Json;
using Functions.LocalRuntime.Discovery;
using Functions.LocalRuntime.Execution;
using Functions.LocalRuntime.History;
using Functions.LocalRuntime.Storage;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;
using Microsoft.Extensions.Logging;

namespace Functions.LocalRuntime.Dispatch;

/// <summary>Plays one turn of an orchestration or an entity and stores it.</summary>
internal sealed partial class TurnRunner(
    DurableFunctions functions, LocalRuntimeOptions options, ITaskStore store, IFunctionInvoker invoker, DataConverter converter, IServiceProvider services, TimeProvider clock,
    ILoggerFactory loggers) : IAsyncDisposable
{
    private static readonly TimeSpan s_storeRetry = TimeSpan.FromSeconds(1);

    private readonly ILogger _logger = loggers.CreateLogger<TurnRunner>();
    private readonly StickyExecutions _sticky = new(options.StickyOrchestrations);
    private readonly EntityTurn _entityTurn = new(invoker, converter, store.Sequences, options.FunctionTimeout, loggers.CreateLogger<EntityTurn>());

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>Told of a resumption by something that is not durable.</summary>
    public required Action<Message> Foreign { get; init; }

    /// <summary>Ends what stayed in memory; no turn may be played any more.</summary>
    public ValueTask DisposeAsync() => _sticky.DisposeAsync();

    /// <summary>Plays a turn.</summary>
    /// <param name="id">The instance.</param>
    /// <param name="messages">What came in.</param>
    /// <param name="stopping">Cancelled when the host stops.</param>
    /// <param name="aborting">Cancelled when the time to stop is over.</param>
    /// <returns>What was stored and what became of its new instances; null when the messages have to wait: for the instance's start, or for the next start of the host.</returns>
    public async Task<(TurnCommit Commit, IReadOnlyList<Message> Starts)?> RunAsync(string id, IReadOnlyList<Message> messages, CancellationToken stopping, CancellationToken aborting)
    {
        if (id.StartsWith('@'))
        {
            var entity = EntityInstanceId.FromString(id);
            var commit = await _entityTurn.RunAsync(functions.FindEntity(entity.Name), entity, store.FindEntity(id)?.State, messages, Now, stopping);
            return commit is null ? null : (commit, await StoreAsync(id, commit, aborting));
        }

        var execution = _sticky.Take(id);
        try
        {
            var (commit, played) = Play(id, execution, messages, stopping);
            execution = played;
            if (commit is null)
            {
                return null;
            }

            var starts = await StoreAsync(id, commit, aborting);
            if (execution is not null && commit.Instance is { } instance && !instance.After.IsTerminal && instance.After.Execution == instance.Before.Execution)
            {
                execution.Instance = instance.After;
                execution = _sticky.Put(execution);
            }

            return (commit, starts);
        }
        finally
        {
            if (execution is not null)
            {
                await execution.DisposeAsync();
            }
        }
    }

    private (TurnCommit? Commit, OrchestrationExecution? Execution) Play(string id, OrchestrationExecution? execution, IReadOnlyList<Message> messages, CancellationToken stopping)
    {
        var now = Now;
        if ((execution?.Instance ?? store.FindInstance(id)) is not { IsTerminal: false } instance)
        {
            return (OrchestrationTurn.Nothing(messages, now), null);
        }

        var turn = new OrchestrationTurn(instance, messages, store.Sequences, now);
        if (turn.News.Count == 0)
        {
            return (OrchestrationTurn.Nothing(messages, now), null);
        }

        if (!turn.HasBegun)
        {
            return (null, null);
        }

        if (turn.News.OfType<ExecutionTerminated>().FirstOrDefault() is { } terminated)
        {
            return (turn.Terminate(terminated), execution);
        }

        if (functions.FindOrchestrator(instance.Name) is not { } orchestrator)
        {
            return (turn.End((TurnOutcome.Ended)TurnOutcome.Refused($"There is no orchestrator function '{instance.Name}'.", null)), null);
        }

        IReadOnlyList<HistoryEvent> history = [];
        if (execution is null && instance.Turn > 0)
        {
            try
            {
                history = store.LoadHistory(id);
            }
            catch (JsonException exception)
            {
                return (turn.End((TurnOutcome.Ended)TurnOutcome.Threw(new InvalidDataException($"The history of '{id}' in {options.StateFile} cannot be read: {exception.Message}"))), null);
            }
        }

        execution ??= new OrchestrationExecution(orchestrator, instance, invoker, converter, services, Foreigner, stopping);
        return (turn.Commit(execution, execution.Play(history, turn.Events)), execution);
    }

    private void Foreigner(InstanceRow instance, ForeignResumption foreign) =>
        Foreign(new Message(instance.Id, instance.Execution, foreign, null, store.Sequences.Next()) { Origin = MessageOrigin.Memory });

    /// <summary>Stores a turn, again and again until it is: it has been played, and playing it twice could give another.</summary>
    private async Task<IReadOnlyList<Message>> StoreAsync(string id, TurnCommit commit, CancellationToken aborting)
    {
        while (true)
        {
            try
            {
                return await store.CommitAsync(commit);
            }
            catch (Exception exception) when (!aborting.IsCancellationRequested)
            {
                LogNotStored(id, options.StateFile, exception);
                await Task.Delay(s_storeRetry, clock, aborting);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A turn of {InstanceId} could not be stored in {File} and is stored again in a second")]
    private partial void LogNotStored(string instanceId, string file, Exception exception);
}
