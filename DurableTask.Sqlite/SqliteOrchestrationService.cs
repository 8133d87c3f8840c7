using DurableTask.Core;
using DurableTask.Core.Entities;
using DurableTask.Core.History;
using DurableTask.Core.Query;
using DurableTask.Sqlite.Dispatch;
using DurableTask.Sqlite.Entities;
using DurableTask.Sqlite.Storage;
using Microsoft.Extensions.Logging;

namespace DurableTask.Sqlite;

/// <summary>
/// An orchestration service of the Durable Task Framework that keeps its state in one SQLite file, held by one process. Orchestrations and
/// entities take each message in exactly once; activities run at least once; what was acknowledged survives the end of the process, and,
/// with <see cref="SqliteSynchronous.Full"/>, a loss of power.
/// </summary>
/// <remarks>The file is opened by the first call that needs it, and closed by <see cref="Dispose"/>, which writes nothing.</remarks>
public sealed class SqliteOrchestrationService :
    IEntityOrchestrationService,
    IOrchestrationServiceClient,
    IOrchestrationServiceQueryClient,
    IOrchestrationServicePurgeClient,
    IDisposable
{
    /// <summary>The longest delay of a timer or signal: about a hundred years, which clocks and wire formats can still add up.</summary>
    public static readonly TimeSpan LongestDelay = TimeSpan.FromDays(36_500);

    private static readonly OrchestrationStatus[] s_live =
        [OrchestrationStatus.Pending, OrchestrationStatus.Running, OrchestrationStatus.ContinuedAsNew, OrchestrationStatus.Suspended];

    private readonly SqliteOrchestrationServiceSettings _settings;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private Hub? _hub;
    private bool _disposed;
    private CancellationTokenSource? _stopping;
    private Task _retention = Task.CompletedTask;

    /// <summary>Makes the service; nothing is opened yet.</summary>
    /// <param name="settings">What it goes by.</param>
    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
    public SqliteOrchestrationService(SqliteOrchestrationServiceSettings settings)
    {
        settings.Validate();
        _settings = settings;
        _logger = settings.LoggerFactory.CreateLogger("DurableTask.Sqlite");
        EntityBackendProperties = new EntityBackendProperties
        {
            // Messages arrive once and in order, so nothing needs to be sorted or recognised.
            EntityMessageReorderWindow = TimeSpan.Zero,
            MaxEntityOperationBatchSize = settings.MaxEntityOperationBatchSize,
            MaxConcurrentTaskEntityWorkItems = settings.MaxConcurrentEntities,
            SupportsImplicitEntityDeletion = true,
            MaximumSignalDelayTime = LongestDelay,
            UseSeparateQueueForEntityWorkItems = true,
        };
        EntityBackendQueries = new SqliteEntityQueries(() => Open);
    }

    /// <inheritdoc/>
    public int TaskOrchestrationDispatcherCount => 1;

    /// <inheritdoc/>
    public int MaxConcurrentTaskOrchestrationWorkItems => _settings.MaxConcurrentOrchestrations;

    /// <inheritdoc/>
    public BehaviorOnContinueAsNew EventBehaviourForContinueAsNew => BehaviorOnContinueAsNew.Carryover;

    /// <inheritdoc/>
    public int TaskActivityDispatcherCount => 1;

    /// <inheritdoc/>
    public int MaxConcurrentTaskActivityWorkItems => _settings.MaxConcurrentActivities;

    /// <inheritdoc/>
    public EntityBackendProperties? EntityBackendProperties { get; }

    /// <inheritdoc/>
    public EntityBackendQueries? EntityBackendQueries { get; }

    /// <summary>For tests that fill the disk.</summary>
    internal SqliteWriter WriterForTests => Open.Store.Writer;

    private Hub Open
    {
        get
        {
            lock (_gate)
            {
                ObjectDisposedException.ThrowIf(_disposed, this);
                return _hub ??= new Hub(_settings, _logger);
            }
        }
    }

    /// <inheritdoc/>
    public Task CreateAsync() => CreateAsync(recreateInstanceStore: true);

    /// <inheritdoc/>
    public async Task CreateAsync(bool recreateInstanceStore)
    {
        if (recreateInstanceStore)
        {
            await DeleteAsync();
        }

        await CreateIfNotExistsAsync();
    }

    /// <summary>Opens the file, and makes it when it is missing.</summary>
    /// <exception cref="InvalidOperationException">It cannot be used: the message says in one line why, and what to do.</exception>
    public Task CreateIfNotExistsAsync()
    {
        _ = Open;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task DeleteAsync() => DeleteAsync(deleteInstanceStore: true);

    /// <summary>Closes the file and removes it.</summary>
    /// <exception cref="InvalidOperationException">Another process uses it.</exception>
    public Task DeleteAsync(bool deleteInstanceStore)
    {
        Close(forGood: false);
        if (deleteInstanceStore && File.Exists(_settings.File))
        {
            SqliteFile.Delete(_settings.File);
        }

        return Task.CompletedTask;
    }

    /// <summary>Opens the file and begins to remove what ended long ago.</summary>
    public Task StartAsync()
    {
        var retention = new Retention(Open, _logger);
        lock (_gate)
        {
            _stopping ??= new CancellationTokenSource();
            _retention = retention.RunAsync(_stopping.Token);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync() => StopAsync(isForced: false);

    /// <summary>Stops. The file stays open for clients until <see cref="Dispose"/>.</summary>
    /// <param name="isForced">Not to write any more; else results of activities that no turn has taken in are kept, and need not run
    /// again.</param>
    public async Task StopAsync(bool isForced)
    {
        CancellationTokenSource? stopping;
        lock (_gate)
        {
            (stopping, _stopping) = (_stopping, null);
        }

        if (stopping is null)
        {
            return;
        }

        await stopping.CancelAsync();
        await _retention;
        stopping.Dispose();
        var hub = Open;
        if (!isForced && hub.Mailboxes.UntakenResults() is { Count: > 0 } results)
        {
            await hub.Store.KeepResultsAsync(results, hub.Mailboxes.Kept);
        }
    }

    /// <summary>Closes the file. Writes nothing: everything that counts was written before it was acknowledged.</summary>
    public void Dispose() => Close(forGood: true);

    /// <inheritdoc/>
    public bool IsMaxMessageCountExceeded(int currentMessageCount, OrchestrationRuntimeState runtimeState) => false;

    // Each instance that failed pauses for itself; nobody else needs to wait.
    /// <inheritdoc/>
    public int GetDelayInSecondsAfterOnProcessException(Exception exception) => 0;

    /// <inheritdoc/>
    public int GetDelayInSecondsAfterOnFetchException(Exception exception) => exception is OperationCanceledException ? 0 : 1;

    /// <inheritdoc/>
    public Task<TaskOrchestrationWorkItem> LockNextTaskOrchestrationWorkItemAsync(
        TimeSpan receiveTimeout, CancellationToken cancellationToken) =>
        LockNextOrchestrationWorkItemAsync(receiveTimeout, cancellationToken);

    /// <inheritdoc/>
    public Task<TaskOrchestrationWorkItem> LockNextOrchestrationWorkItemAsync(
        TimeSpan receiveTimeout, CancellationToken cancellationToken) =>
        Open.Turns.LockNextAsync(entity: false, receiveTimeout, cancellationToken)!;

    /// <inheritdoc/>
    public Task<TaskOrchestrationWorkItem> LockNextEntityWorkItemAsync(TimeSpan receiveTimeout, CancellationToken cancellationToken) =>
        Open.Turns.LockNextAsync(entity: true, receiveTimeout, cancellationToken)!;

    /// <summary>Does nothing: one process has the file, so no lock runs out.</summary>
    public Task RenewTaskOrchestrationWorkItemLockAsync(TaskOrchestrationWorkItem workItem) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task CompleteTaskOrchestrationWorkItemAsync(
        TaskOrchestrationWorkItem workItem,
        OrchestrationRuntimeState newOrchestrationRuntimeState,
        IList<TaskMessage> outboundMessages,
        IList<TaskMessage> orchestratorMessages,
        IList<TaskMessage> timerMessages,
        TaskMessage? continuedAsNewMessage,
        OrchestrationState? orchestrationState)
    {
        var item = (SqliteWorkItem)workItem;
        var sent = new TurnMessages(outboundMessages, orchestratorMessages, timerMessages);
        return item.Turns.CompleteAsync(item, newOrchestrationRuntimeState, orchestrationState, sent);
    }

    /// <inheritdoc/>
    public Task AbandonTaskOrchestrationWorkItemAsync(TaskOrchestrationWorkItem workItem)
    {
        var item = (SqliteWorkItem)workItem;
        item.Turns.Abandon(item);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task ReleaseTaskOrchestrationWorkItemAsync(TaskOrchestrationWorkItem workItem)
    {
        var item = (SqliteWorkItem)workItem;
        item.Turns.Release(item);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task<TaskActivityWorkItem?> LockNextTaskActivityWorkItem(TimeSpan receiveTimeout, CancellationToken cancellationToken) =>
        await Open.Activities.LockNextAsync(receiveTimeout, cancellationToken);

    /// <summary>Does nothing: one process has the file, so no lock runs out.</summary>
    public Task<TaskActivityWorkItem> RenewTaskActivityWorkItemLockAsync(TaskActivityWorkItem workItem) => Task.FromResult(workItem);

    /// <summary>
    /// Hands the result to the orchestration; it is stored with the turn that takes it in, and the activity runs again if the process ends
    /// before.
    /// </summary>
    public Task CompleteTaskActivityWorkItemAsync(TaskActivityWorkItem workItem, TaskMessage responseMessage)
    {
        ((ActivityWorkItem)workItem).Complete(responseMessage.Event);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task AbandonTaskActivityWorkItemAsync(TaskActivityWorkItem workItem)
    {
        ((ActivityWorkItem)workItem).Abandon();
        return Task.CompletedTask;
    }

    /// <summary>Starts an orchestration; an instance of the same id that has ended is replaced.</summary>
    /// <exception cref="DurableTask.Core.Exceptions.OrchestrationAlreadyExistsException">An instance of the same id has not
    /// ended.</exception>
    public Task CreateTaskOrchestrationAsync(TaskMessage creationMessage) =>
        CreateTaskOrchestrationAsync(creationMessage, dedupeStatuses: null);

    /// <summary>Starts an orchestration, checking for the id and starting it in one transaction.</summary>
    /// <param name="creationMessage">Its <see cref="ExecutionStartedEvent"/>.</param>
    /// <param name="dedupeStatuses">In which statuses an instance of the same id is left alone; in any other it is replaced. Null for those
    /// that are no ends.</param>
    /// <exception cref="ArgumentException">The message starts nothing, or its id is an entity's.</exception>
    /// <exception cref="DurableTask.Core.Exceptions.OrchestrationAlreadyExistsException">An instance of the same id is in such a
    /// status.</exception>
    public Task CreateTaskOrchestrationAsync(TaskMessage creationMessage, OrchestrationStatus[]? dedupeStatuses)
    {
        if (creationMessage.Event is not ExecutionStartedEvent)
        {
            throw new ArgumentException("Only a message with an ExecutionStartedEvent starts an orchestration.", nameof(creationMessage));
        }

        if (InstanceRow.IsEntity(creationMessage.OrchestrationInstance.InstanceId))
        {
            throw new ArgumentException(Refusals.EntityId(creationMessage.OrchestrationInstance.InstanceId), nameof(creationMessage));
        }

        return Open.CreateAsync(creationMessage, dedupeStatuses ?? s_live);
    }

    /// <summary>
    /// Sends a message. Without a word it goes nowhere when its orchestration is missing or has ended; an entity is made by its first
    /// message.
    /// </summary>
    public Task SendTaskOrchestrationMessageAsync(TaskMessage message) => Open.SendAsync([message]);

    /// <summary>Sends messages in one transaction; see <see cref="SendTaskOrchestrationMessageAsync"/>.</summary>
    public Task SendTaskOrchestrationMessageBatchAsync(params TaskMessage[] messages) => Open.SendAsync(messages);

    /// <summary>Waits until the instance has ended, whatever its execution; looks again at the moment it does.</summary>
    /// <returns>Its state; null when it has not ended in time.</returns>
    public Task<OrchestrationState?> WaitForOrchestrationAsync(
        string instanceId, string? executionId, TimeSpan timeout, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(instanceId);
        if (timeout < TimeSpan.Zero && timeout != Timeout.InfiniteTimeSpan)
        {
            throw new ArgumentException($"The time to wait is {timeout}: it must be zero or more, or infinite.", nameof(timeout));
        }

        var hub = Open;
        return hub.Watch.WaitAsync(instanceId, () => hub.FindState(instanceId, ended: true), timeout, cancellationToken);
    }

    /// <inheritdoc/>
    public Task ForceTerminateTaskOrchestrationAsync(string instanceId, string? reason) => SendTaskOrchestrationMessageAsync(new TaskMessage
    {
        OrchestrationInstance = new OrchestrationInstance { InstanceId = instanceId },
        Event = new ExecutionTerminatedEvent(-1, reason),
    });

    /// <inheritdoc/>
    public async Task<IList<OrchestrationState>> GetOrchestrationStateAsync(string instanceId, bool allExecutions) =>
        await GetOrchestrationStateAsync(instanceId, executionId: null) is { } state ? [state] : [];

    /// <summary>The state of the instance, whatever its execution; null when there is none.</summary>
    public Task<OrchestrationState?> GetOrchestrationStateAsync(string instanceId, string? executionId) =>
        Task.FromResult(Open.FindState(instanceId, ended: false));

    /// <summary>The events of the instance's current execution as a JSON array.</summary>
    public Task<string> GetOrchestrationHistoryAsync(string instanceId, string? executionId) =>
        Task.FromResult(HistoryText.Write(GetHistoryEvents(instanceId)));

    /// <summary>The events of the instance's current execution, oldest first; none when it is missing.</summary>
    public IReadOnlyList<HistoryEvent> GetHistoryEvents(string instanceId) =>
        InstanceState.Load(Open.Store, instanceId)?.ToRuntimeState().PastEvents.ToList() ?? [];

    /// <summary>Removes ended instances older than a time.</summary>
    public Task PurgeOrchestrationHistoryAsync(DateTime thresholdDateTimeUtc, OrchestrationStateTimeRangeFilterType timeRangeFilterType) =>
        Purges.PurgeAllAsync(Open.Store, timeRangeFilterType == OrchestrationStateTimeRangeFilterType.OrchestrationCreatedTimeFilter
            ? new PurgeCriteria { CreatedTo = thresholdDateTimeUtc }
            : new PurgeCriteria { UpdatedBefore = thresholdDateTimeUtc });

    /// <summary>Removes an instance that has ended.</summary>
    /// <returns>One, or zero when it is missing or has not ended.</returns>
    public async Task<PurgeResult> PurgeInstanceStateAsync(string instanceId) =>
        new(await Purges.PurgeAsync(Open.Store, instanceId), isComplete: true);

    /// <summary>Removes instances that have ended and match; statuses that are no ends count for nothing.</summary>
    public async Task<PurgeResult> PurgeInstanceStateAsync(PurgeInstanceFilter purgeInstanceFilter)
    {
        var criteria = new PurgeCriteria
        {
            CreatedFrom = purgeInstanceFilter.CreatedTimeFrom,
            CreatedTo = purgeInstanceFilter.CreatedTimeTo,
            Statuses = purgeInstanceFilter.RuntimeStatus?.ToList() is { Count: > 0 } statuses ? statuses : null,
        };
        return new PurgeResult(await Purges.PurgeAllAsync(Open.Store, criteria), isComplete: true);
    }

    /// <inheritdoc/>
    public Task<OrchestrationQueryResult> GetOrchestrationWithQueryAsync(OrchestrationQuery query, CancellationToken cancellationToken) =>
        Task.FromResult(InstanceQueries.Find(Open.Store, query));

    private void Close(bool forGood)
    {
        lock (_gate)
        {
            _disposed |= forGood;
            _stopping?.Cancel();
            _stopping?.Dispose();
            _stopping = null;
            _hub?.Dispose();
            _hub = null;
        }
    }
}
