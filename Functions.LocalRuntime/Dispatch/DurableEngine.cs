using System.Threading.Channels;
using Functions.LocalRuntime.Discovery;
using Functions.LocalRuntime.Execution;
using Functions.LocalRuntime.Storage;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Functions.LocalRuntime.Dispatch;

/// <summary>Runs what is pending: turns of orchestrations and entities, and activities, each up to its configured concurrency.</summary>
internal sealed partial class DurableEngine : IHostedService, IAsyncDisposable
{
    private const int LongestCause = 1000;
    private static readonly TimeSpan s_readRetry = TimeSpan.FromSeconds(1);

    private readonly LocalRuntimeOptions _options;
    private readonly DurableFunctions _functions;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly TurnRunner _turns;
    private readonly ActivityRun _activityRun;
    private readonly Mailboxes _mailboxes = new();
    private readonly DueMessages _due;
    private readonly Channel<ActivityWork> _activities = Channel.CreateUnbounded<ActivityWork>();
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _aborting = new();
    private readonly List<Task> _turnWorkers = [];
    private readonly List<Task> _activityWorkers = [];
    private bool _disposed;

    public DurableEngine(
        FunctionCatalog catalog, LocalRuntimeOptions options, ITaskStore store, IFunctionInvoker invoker, DataConverter converter, IServiceProvider services, TimeProvider clock,
        ILoggerFactory loggers)
    {
        Store = store;
        _options = options;
        _clock = clock;
        _logger = loggers.CreateLogger<DurableEngine>();
        _functions = new DurableFunctions(catalog);
        _turns = new TurnRunner(_functions, options, store, invoker, converter, services, clock, loggers) { Foreign = _mailboxes.Deliver };
        _activityRun = new ActivityRun(invoker, converter, options.FunctionTimeout, loggers.CreateLogger<ActivityRun>());
        _due = new DueMessages(clock, _mailboxes.Deliver);
    }

    /// <summary>The durable state.</summary>
    public ITaskStore Store { get; }

    public InstanceWatch Watch { get; } = new();

    public DateTime Now => _clock.GetUtcNow().UtcDateTime;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var pending = Store.LoadPending();
        LogOpened(_options.StateFile, pending.Messages.Count, pending.Activities.Count);
        Dispatch(pending.Messages, pending.Activities);
        Start(_turnWorkers, _options.MaxConcurrentOrchestratorFunctions, RunTurnsAsync);
        Start(_activityWorkers, _options.MaxConcurrentActivityFunctions, RunActivitiesAsync);
        return Task.CompletedTask;

        static void Start(List<Task> workers, int count, Func<Task> run) => workers.AddRange(Enumerable.Range(0, count).Select(_ => Task.Run(run)));
    }

    /// <summary>
    /// Begins nothing more; running functions see their token cancelled and may end within the time given. What they return is kept, and what does
    /// not end in time runs again at the next start.
    /// </summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        try
        {
            await Task.WhenAll(_activityWorkers).WaitAsync(cancellationToken);
            _mailboxes.Close();
            await Task.WhenAll(_turnWorkers).WaitAsync(cancellationToken);
            if (_mailboxes.UntakenResults() is { Count: > 0 } results)
            {
                await Store.KeepResultsAsync(results).WaitAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            _mailboxes.Close();
            LogStillRunning();
        }
        finally
        {
            await _aborting.CancelAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        // The container knows it by two registrations and disposes it twice.
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        await _stopping.CancelAsync();
        await _aborting.CancelAsync();
        _due.Dispose();
        if (_turnWorkers.TrueForAll(worker => worker.IsCompleted))
        {
            await _turns.DisposeAsync();
        }

        _stopping.Dispose();
        _aborting.Dispose();
    }

    /// <summary>Starts an instance.</summary>
    /// <returns>Whether it was started; not when one of its id has not ended.</returns>
    public async Task<bool> CreateAsync(NewInstance instance)
    {
        var start = await AcknowledgedAsync(instance.Sequence, () => Store.CreateInstanceAsync(instance));
        if (start is not null)
        {
            Deliver(start);
            Watch.Changed(instance.InstanceId, null);
        }

        return start is not null;
    }

    /// <summary>Sends a message.</summary>
    public async Task SendAsync(Message message)
    {
        await AcknowledgedAsync(message.Sequence, async () =>
        {
            await Store.SendAsync(message);
            return true;
        });
        Deliver(message);
    }

    /// <summary>Sends a message to an orchestration, if it can still take it.</summary>
    /// <returns>The status of the instance; null when there is none.</returns>
    public async Task<OrchestrationRuntimeStatus?> SendToRunningAsync(Message message)
    {
        var status = await AcknowledgedAsync(message.Sequence, () => Store.SendToRunningAsync(message));
        if (status is { } running && !InstanceRow.IsEnd(running))
        {
            Deliver(message);
        }

        return status;
    }

    /// <summary>Writes for a client. When the store fails to say whether it did, the client is told, and what was stored after all goes its way.</summary>
    private async Task<T> AcknowledgedAsync<T>(long sequence, Func<Task<T>> write)
    {
        try
        {
            return await write();
        }
        catch (Exception exception) when (exception is not ObjectDisposedException)
        {
            if (Store.FindMessage(sequence) is { } stored)
            {
                Deliver(stored);
            }

            throw new IOException($"The durable state in {_options.StateFile} could not be written: {exception.Message}", exception);
        }
    }

    private void Dispatch(IEnumerable<Message> messages, IEnumerable<ActivityWork> activities)
    {
        var now = Now;
        var arrived = new List<Message>();
        foreach (var message in messages)
        {
            if (message.DueAt is { } dueAt && dueAt > now)
            {
                _due.Add(message, dueAt);
            }
            else
            {
                arrived.Add(message);
            }
        }

        _mailboxes.Deliver(arrived);
        foreach (var work in activities)
        {
            _activities.Writer.TryWrite(work);
        }
    }

    private void Deliver(Message message) => Dispatch([message], []);

    private async Task RunTurnsAsync()
    {
        try
        {
            await foreach (var id in _mailboxes.Ready.ReadAllAsync(_aborting.Token))
            {
                await RunTurnAsync(id);
            }
        }
        catch (OperationCanceledException) when (_aborting.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task RunTurnAsync(string id)
    {
        var messages = _mailboxes.Take(id);
        try
        {
            if (await _turns.RunAsync(id, messages, _stopping.Token, _aborting.Token) is var (commit, starts))
            {
                Stored(id, commit, starts);
            }
            else
            {
                _mailboxes.PutBack(id, messages, again: false);
            }
        }
        catch (Exception exception) when (!_aborting.IsCancellationRequested)
        {
            // The store could not be read; nothing has changed.
            LogTurnFailed(id, _options.StateFile, exception);
            await Task.Delay(s_readRetry, _clock, _aborting.Token);
            _mailboxes.PutBack(id, messages, again: true);
        }
    }

    private void Stored(string id, TurnCommit commit, IReadOnlyList<Message> starts)
    {

        _due.Withdraw(commit.CancelledTimers);
        Dispatch(commit.Outbox.Concat(starts), commit.Activities);
        _mailboxes.Done(id, commit.CancelledTimers);
        if (commit.Instance is { After: var instance })
        {
            Watch.Changed(id, instance);
            if (instance is { Status: OrchestrationRuntimeStatus.Failed, Output: { } cause })
            {
                LogFailed(instance.Id, instance.Name, cause[..Math.Min(cause.Length, LongestCause)]);
            }
            else if (instance.IsTerminal)
            {
                LogEnded(instance.Id, instance.Name, instance.Status);
            }
        }
    }

    private async Task RunActivitiesAsync()
    {
        try
        {
            await foreach (var work in _activities.Reader.ReadAllAsync(_stopping.Token))
            {
                // The reader hands out what is queued without asking whether it is cancelled.
                _stopping.Token.ThrowIfCancellationRequested();
                // Not stored by itself: the turn that takes the result in stores it, and until then the activity counts as running.
                if (await _activityRun.RunAsync(_functions.FindActivity(work.Name), work, _stopping.Token) is { } result)
                {
                    _mailboxes.Deliver(new Message(work.Task.InstanceId, work.Task.Execution, result, null, work.Sequence) { Origin = MessageOrigin.Activity });
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Durable state in {File}: {Messages} messages and {Activities} activities are pending")]
    private partial void LogOpened(string file, int messages, int activities);

    [LoggerMessage(Level = LogLevel.Error, Message = "The state of {InstanceId} in {File} could not be read and is read again in a second")]
    private partial void LogTurnFailed(string instanceId, string file, Exception exception);

    [LoggerMessage(Level = LogLevel.Information, Message = "Orchestration {InstanceId} ({Name}) ended: {Status}")]
    private partial void LogEnded(string instanceId, string name, OrchestrationRuntimeStatus status);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Orchestration {InstanceId} ({Name}) failed: {Cause}")]
    private partial void LogFailed(string instanceId, string name, string cause);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Work did not end in the time given to stop; it goes on at the next start")]
    private partial void LogStillRunning();
}
