using System.Threading.Channels;
using Functions.LocalRuntime.Discovery;
using Functions.LocalRuntime.Execution;
using Functions.LocalRuntime.Storage;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Functions.LocalRuntime.Dispatch;

/// <summary>Runs what is pending: turns of orchestrations and entities, and activities, each up to its configured concurrency.</summary>
internal sealed partial class DurableEngine : IHostedService, IAsyncDisposable
{
    private static readonly TimeSpan s_storeRetry = TimeSpan.FromSeconds(1);

    private readonly LocalRuntimeOptions _options;
    private readonly IFunctionInvoker _invoker;
    private readonly DataConverter _converter;
    private readonly TimeProvider _clock;
    private readonly ILogger<DurableEngine> _logger;
    private readonly Dictionary<string, FunctionDescriptor> _orchestrators;
    private readonly Dictionary<string, FunctionDescriptor> _activities;
    private readonly Dictionary<string, FunctionDescriptor> _entities;
    private readonly OrchestrationTurn _orchestrationTurn;
    private readonly EntityTurn _entityTurn;
    private readonly Mailboxes _mailboxes = new();
    private readonly Channel<ActivityWork> _activityQueue = Channel.CreateUnbounded<ActivityWork>();
    private readonly DueMessages _due;
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<Task> _workers = [];
    private bool _disposed;

    public DurableEngine(
        FunctionCatalog catalog, LocalRuntimeOptions options, ITaskStore store, IFunctionInvoker invoker, DataConverter converter, TimeProvider clock, ILoggerFactory loggers)
    {
        Store = store;
        _options = options;
        _invoker = invoker;
        _converter = converter;
        _clock = clock;
        _logger = loggers.CreateLogger<DurableEngine>();
        _orchestrators = ByName<OrchestrationTriggerAttribute>(catalog);
        _activities = ByName<ActivityTriggerAttribute>(catalog);
        _entities = ByName<EntityTriggerAttribute>(catalog);
        _orchestrationTurn = new OrchestrationTurn(invoker, converter, loggers);
        _entityTurn = new EntityTurn(invoker, converter, loggers.CreateLogger<EntityTurn>());
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
        Dispatch(pending);
        for (var i = 0; i < _options.MaxConcurrentOrchestratorFunctions; i++)
        {
            _workers.Add(Task.Run(RunTurnsAsync, CancellationToken.None));
        }

        for (var i = 0; i < _options.MaxConcurrentActivityFunctions; i++)
        {
            _workers.Add(Task.Run(RunActivitiesAsync, CancellationToken.None));
        }

        return Task.CompletedTask;
    }

    /// <summary>Ends the workers; activities see their token cancelled and, when they do not end well, run again at the next start.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        try
        {
            await Task.WhenAll(_workers).WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            LogStillRunning();
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
        _due.Dispose();
        _stopping.Dispose();
    }

    /// <summary>Puts stored work on its way.</summary>
    public void Dispatch(Dispatched dispatched)
    {
        foreach (var message in dispatched.Messages)
        {
            Deliver(message);
        }

        foreach (var work in dispatched.Activities)
        {
            _activityQueue.Writer.TryWrite(work);
        }
    }

    /// <summary>Puts a stored message on its way, now or when it is due.</summary>
    public void Deliver(Message message)
    {
        if (message.DueAt is { } dueAt && dueAt > Now)
        {
            _due.Add(message, dueAt);
        }
        else
        {
            _mailboxes.Deliver(message);
        }
    }

    private static Dictionary<string, FunctionDescriptor> ByName<TTrigger>(FunctionCatalog catalog)
        where TTrigger : Microsoft.Azure.Functions.Worker.Extensions.Abstractions.TriggerBindingAttribute =>
        catalog.TriggeredBy<TTrigger>().ToDictionary(function => function.Name, StringComparer.OrdinalIgnoreCase);

    private async Task RunTurnsAsync()
    {
        try
        {
            await foreach (var id in _mailboxes.Ready.ReadAllAsync(_stopping.Token))
            {
                await RunTurnAsync(id);
            }
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
    }

    private async Task RunTurnAsync(string id)
    {
        var messages = _mailboxes.Take(id);
        try
        {
            var commit = id.StartsWith('@') ? await RunEntityAsync(EntityInstanceId.FromString(id), messages) : RunOrchestration(id, messages);
            if (commit is null)
            {
                _mailboxes.PutBack(id, messages, again: false);
                return;
            }

            Dispatch(await Store.CommitAsync(commit));
            _mailboxes.Done(id);
            Watch.Changed(id);
            if (commit.Instance is { IsTerminal: true } ended)
            {
                LogEnded(ended.Id, ended.Name, ended.Status, ended.Failure?.ErrorType);
            }
        }
        catch (Exception exception) when (!_stopping.IsCancellationRequested)
        {
            // Nothing was committed: the messages are still stored, and the turn is tried again.
            LogTurnFailed(id, exception);
            await Task.Delay(s_storeRetry, _clock, CancellationToken.None);
            _mailboxes.PutBack(id, messages, again: true);
        }
    }

    private TurnCommit? RunOrchestration(string id, IReadOnlyList<Message> messages)
    {
        var consumed = messages.Select(message => message.Sequence).ToList();
        return Store.FindInstance(id) is { } instance
            ? _orchestrationTurn.Run(_orchestrators.GetValueOrDefault(instance.Name), instance, instance.IsTerminal ? [] : Store.LoadHistory(id), messages, Now, _stopping.Token)
            : new TurnCommit { Consumed = consumed, At = Now };
    }

    private Task<TurnCommit> RunEntityAsync(EntityInstanceId id, IReadOnlyList<Message> messages) =>
        _entityTurn.RunAsync(_entities.GetValueOrDefault(id.Name), id, Store.FindEntity(id.ToString())?.State, messages, Now, _stopping.Token);

    private async Task RunActivitiesAsync()
    {
        try
        {
            await foreach (var work in _activityQueue.Reader.ReadAllAsync(_stopping.Token))
            {
                await RunActivityAsync(work);
            }
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
    }

    private async Task RunActivityAsync(ActivityWork work)
    {
        try
        {
            var result = await new ActivityRun(_invoker, _converter).RunAsync(_activities.GetValueOrDefault(work.Name), work, _stopping.Token);
            Deliver(await Store.CompleteActivityAsync(work, result));
        }
        catch (Exception exception) when (!_stopping.IsCancellationRequested)
        {
            // Its result could not be stored: it runs again, as at least once means.
            LogActivityLost(work.Task.InstanceId, work.Name, exception);
            await Task.Delay(s_storeRetry, _clock, CancellationToken.None);
            _activityQueue.Writer.TryWrite(work);
        }
        catch (Exception) when (_stopping.IsCancellationRequested)
        {
            LogActivityInterrupted(work.Task.InstanceId, work.Name);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Durable state in {File}: {Messages} messages and {Activities} activities are pending")]
    private partial void LogOpened(string file, int messages, int activities);

    [LoggerMessage(Level = LogLevel.Information, Message = "Orchestration {InstanceId} ({Name}) ended: {Status} {ErrorType}")]
    private partial void LogEnded(string instanceId, string name, Microsoft.DurableTask.Client.OrchestrationRuntimeStatus status, string? errorType);

    [LoggerMessage(Level = LogLevel.Error, Message = "A turn of {InstanceId} could not be stored and is tried again")]
    private partial void LogTurnFailed(string instanceId, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "The result of activity {Activity} of {InstanceId} could not be stored; it runs again")]
    private partial void LogActivityLost(string instanceId, string activity, Exception exception);

    [LoggerMessage(Level = LogLevel.Information, Message = "Activity {Activity} of {InstanceId} was interrupted by the stop; it runs again at the next start")]
    private partial void LogActivityInterrupted(string instanceId, string activity);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Work did not end in the time given to stop; it goes on at the next start")]
    private partial void LogStillRunning();
}
