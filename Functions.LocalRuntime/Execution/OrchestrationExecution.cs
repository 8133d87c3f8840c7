using Functions.LocalRuntime.Discovery;
using Functions.LocalRuntime.History;
using Functions.LocalRuntime.Storage;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Functions.LocalRuntime.Execution;

/// <summary>One execution of an orchestrator in memory, replayed up to its last turn and ready to take in the next.</summary>
internal sealed class OrchestrationExecution : IAsyncDisposable
{
    private const int CustomStatusLimit = 8192;

    private readonly FunctionDescriptor _function;
    private readonly IFunctionInvoker _invoker;
    private readonly DataConverter _converter;
    private readonly CancellationToken _stopping;
    private readonly AsyncServiceScope _scope;
    private readonly TurnSynchronizationContext _turn;
    private readonly OrchestrationContext _context;
    private Task<object?>? _task;

    /// <param name="function">The orchestrator.</param>
    /// <param name="instance">The instance before its next turn.</param>
    /// <param name="invoker">Calls the orchestrator.</param>
    /// <param name="converter">For inputs and results.</param>
    /// <param name="services">Gives the scope in which the orchestrator lives.</param>
    /// <param name="foreign">Told, on any thread, when something that is not durable resumes the orchestrator.</param>
    /// <param name="stopping">Cancelled when the host stops.</param>
    public OrchestrationExecution(
        FunctionDescriptor function, InstanceRow instance, IFunctionInvoker invoker, DataConverter converter, IServiceProvider services,
        Action<InstanceRow, ForeignResumption> foreign, CancellationToken stopping)
    {
        _function = function;
        _invoker = invoker;
        _converter = converter;
        _stopping = stopping;
        Instance = instance;
        _scope = services.CreateAsyncScope();
        _turn = new TurnSynchronizationContext(thread => foreign(instance, new ForeignResumption(thread)));
        _context = new OrchestrationContext(instance.Id, instance.Name, converter, services.GetRequiredService<ILoggerFactory>(), _turn);
    }

    /// <summary>The instance before the next turn.</summary>
    public InstanceRow Instance { get; set; }

    /// <summary>What the last turn shows as custom status.</summary>
    public string? CustomStatus { get; private set; }

    /// <summary>What the last turn cancelled.</summary>
    public IReadOnlyList<long> TakeCancelledTimers()
    {
        long[] cancelled = [.. _context.Actions.CancelledTimers];
        _context.Actions.CancelledTimers.Clear();
        return cancelled;
    }

    /// <summary>What the last turn did.</summary>
    public IReadOnlyList<ActionEvent> TakeNewActions(Sequences sequences) => _context.Actions.TakeNew(sequences);

    /// <summary>Plays the turns that are stored and then a new one, on the caller's thread.</summary>
    /// <param name="history">What is stored and was not played yet.</param>
    /// <param name="turn">What happens now; begins with <see cref="OrchestratorStarted"/>.</param>
    public TurnOutcome Play(IReadOnlyList<HistoryEvent> history, IReadOnlyList<HistoryEvent> turn)
    {
        try
        {
            _turn.Run(() =>
            {
                if (history.Count > 0)
                {
                    _context.Replaying = true;
                    Play(history);
                    _context.Actions.ConfirmNoMore();
                    if (_task is { IsCompleted: true } && !_context.HasOpenTasks)
                    {
                        throw _context.Actions.Differs("expected it to wait at this point, met its end");
                    }
                }

                _context.Replaying = false;
                Play(turn);
            });
        }
        catch (Exception exception)
        {
            // Not the orchestrator's own exceptions, which its task keeps: it differs from its history.
            return TurnOutcome.Threw(exception, keepsActions: false);
        }

        if (turn.OfType<ForeignResumption>().FirstOrDefault() is { } foreign)
        {
            return TurnOutcome.Threw(Misuse(_function.Name, $"it to be resumed by {_context.Awaitable}", $"a resumption from thread '{foreign.Thread}'"), keepsActions: false);
        }

        return _task is null || (!_task.IsCompleted && !_context.CanResume)
            ? TurnOutcome.Threw(Misuse(_function.Name, "it to await a task of its context: an activity, a timer, an event, an entity or a sub-orchestration", "an await of something else"), keepsActions: false)
            : Outcome();
    }

    public ValueTask DisposeAsync() => _scope.DisposeAsync();

    /// <summary>The orchestrator does what it must not.</summary>
    public static InvalidOperationException Misuse(string orchestrator, string expected, string met) => new(
        $"An invalid asynchronous invocation was detected in orchestrator '{orchestrator}': expected {expected}, met {met}. I/O and delays belong into activities and timers.");

    private void Play(IReadOnlyList<HistoryEvent> events)
    {
        foreach (var happened in events)
        {
            _context.Apply(happened);
            if (happened is ExecutionStarted)
            {
                _task = _invoker.InvokeAsync(_function, _context, _scope.ServiceProvider, _stopping);
            }
            else if (happened is OrchestratorStarted && _context.Replaying)
            {
                _context.Actions.ConfirmNoMore();
            }

            _turn.Drain();
        }
    }

    private TurnOutcome Outcome()
    {
        try
        {
            CustomStatus = _context.CustomStatus;
            if (CustomStatus is { Length: > CustomStatusLimit })
            {
                var tooLarge = new ArgumentException($"CustomStatus is too large: limit = 16 KB (UTF-16), actual = {CustomStatus.Length / 512} KB.");
                CustomStatus = null;
                return TurnOutcome.Refused($"Function '{_function.Name}' failed with an unhandled exception.", tooLarge);
            }

            if (!_task!.IsCompleted || _context.HasOpenTasks)
            {
                return new TurnOutcome.Waiting();
            }

            if (!_task.IsCompletedSuccessfully)
            {
                return TurnOutcome.Threw(_task.IsCanceled ? new TaskCanceledException(_task) : _task.Exception!.InnerException!);
            }

            return _context.Continuation is { } continuation
                ? new TurnOutcome.ContinuedAsNew(continuation.Input, _context.EventsToCarryOver)
                : new TurnOutcome.Ended(OrchestrationRuntimeStatus.Completed, _converter.Serialize(_task.Result), null);
        }
        catch (Exception exception)
        {
            // A result or a custom status that cannot be written.
            return TurnOutcome.Threw(exception);
        }
    }
}
