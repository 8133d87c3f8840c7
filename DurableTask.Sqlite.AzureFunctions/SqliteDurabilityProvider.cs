using DurableTask.Core;
using DurableTask.Core.Entities;
using DurableTask.Core.History;
using DurableTask.Core.Query;
using Microsoft.Azure.WebJobs.Extensions.DurableTask;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using CoreEntityId = DurableTask.Core.Entities.EntityId;
using EntityId = Microsoft.Azure.WebJobs.Extensions.DurableTask.EntityId;

namespace DurableTask.Sqlite.AzureFunctions;

/// <summary>What the Durable Task extension asks of a provider, answered by a <see cref="SqliteOrchestrationService"/>.</summary>
public sealed class SqliteDurabilityProvider : DurabilityProvider
{
    private readonly SqliteOrchestrationService _service;
    private readonly IOrchestrationService _outermost;

    /// <summary>Makes the provider.</summary>
    /// <param name="service">The service of the file.</param>
    /// <param name="settings">What it goes by, told in the log.</param>
    /// <param name="decorator">What stands before the service, with its interfaces; null for nothing.</param>
    /// <exception cref="ArgumentException">The decorator lacks one of the service's interfaces.</exception>
    public SqliteDurabilityProvider(
        SqliteOrchestrationService service, SqliteOrchestrationServiceSettings settings, IOrchestrationService? decorator = null)
        : base("SQLite", decorator ?? service, (decorator ?? service) as IOrchestrationServiceClient, "default")
    {
        _service = service;
        _outermost = decorator ?? service;
        if (_outermost is not (IEntityOrchestrationService and IOrchestrationServiceQueryClient and IOrchestrationServicePurgeClient))
        {
            throw new ArgumentException(
                "What stands before the service must have its interfaces: entities, client, queries and purging.", nameof(decorator));
        }

        ConfigurationJson = new JObject
        {
            ["file"] = settings.File,
            ["synchronous"] = settings.Synchronous.ToString(),
            ["retention"] = settings.Retention.ToString(),
        };
    }

    /// <inheritdoc/>
    public override bool SupportsEntities => true;

    /// <summary>Waits for an end need no polling.</summary>
    public override bool SupportsPollFreeWait => true;

    /// <inheritdoc/>
    public override bool GuaranteesOrderedDelivery => true;

    /// <inheritdoc/>
    public override bool SupportsImplicitEntityDeletion => true;

    /// <summary>As on Azure Storage, an event for an instance that is missing or has ended is an error to its sender.</summary>
    public override bool CheckStatusBeforeRaiseEvent => true;

    /// <inheritdoc/>
    public override JObject ConfigurationJson { get; }

    /// <inheritdoc/>
    public override TimeSpan MaximumDelayTime { get; set; } = SqliteOrchestrationService.LongestDelay;

    /// <inheritdoc/>
    public override TimeSpan LongRunningTimerIntervalLength { get; set; } = SqliteOrchestrationService.LongestDelay;

    /// <inheritdoc/>
    public override string EventSourceName { get; set; } = "DurableTask-Sqlite";

    /// <summary>Does nothing: entities have a queue of their own, as out-of-process workers need it.</summary>
    public override void SetUseSeparateQueueForEntityWorkItems(bool newValue)
    {
    }

    /// <summary>Does nothing: the file belongs to this process, so this app is the primary one.</summary>
    public override Task MakeCurrentAppPrimaryAsync() => Task.CompletedTask;

    /// <summary>Is not supported.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override Task RewindAsync(string instanceId, string reason) => SendTaskOrchestrationMessageAsync(new TaskMessage
    {
        OrchestrationInstance = new OrchestrationInstance { InstanceId = instanceId },
        Event = new ExecutionRewoundEvent(-1, reason),
    });

    /// <inheritdoc/>
    public override async Task<IList<OrchestrationState>> GetAllOrchestrationStates(CancellationToken cancellationToken) =>
        await AllAsync(new OrchestrationQuery(), cancellationToken);

    /// <inheritdoc/>
    [Obsolete("As the extension's own member.")]
    public override async Task<IList<OrchestrationState>> GetAllOrchestrationStatesWithFilters(
        DateTime createdTimeFrom,
        DateTime? createdTimeTo,
        IEnumerable<OrchestrationRuntimeStatus> runtimeStatus,
        CancellationToken cancellationToken)
    {
        var query = new OrchestrationQuery
        {
            CreatedTimeFrom = createdTimeFrom,
            CreatedTimeTo = createdTimeTo,
            RuntimeStatus = Statuses(runtimeStatus),
        };
        return await AllAsync(query, cancellationToken);
    }

    /// <inheritdoc/>
    public override async Task<IList<OrchestrationState>> GetOrchestrationStateWithInputsAsync(string instanceId, bool showInput = true)
    {
        var states = await GetOrchestrationStateAsync(instanceId, allExecutions: false);
        if (!showInput)
        {
            foreach (var state in states)
            {
                state.Input = null;
            }
        }

        return states;
    }

    /// <inheritdoc/>
    public override async Task<OrchestrationStatusQueryResult> GetOrchestrationStateWithPagination(
        OrchestrationStatusQueryCondition condition, CancellationToken cancellationToken)
    {
        var found = await ((IOrchestrationServiceQueryClient)_outermost).GetOrchestrationWithQueryAsync(
            new OrchestrationQuery
            {
                CreatedTimeFrom = condition.CreatedTimeFrom,
                CreatedTimeTo = condition.CreatedTimeTo == default ? null : condition.CreatedTimeTo,
                RuntimeStatus = Statuses(condition.RuntimeStatus),
                InstanceIdPrefix = condition.InstanceIdPrefix,
                PageSize = condition.PageSize,
                ContinuationToken = condition.ContinuationToken,
                FetchInputsAndOutputs = true,
            },
            cancellationToken);
        return new OrchestrationStatusQueryResult
        {
            DurableOrchestrationState = [.. found.OrchestrationState.Select(state => InstanceStatus.Of(state, condition.ShowInput))],
            ContinuationToken = found.ContinuationToken,
        };
    }

    /// <inheritdoc/>
    public override async Task<PurgeHistoryResult> PurgeInstanceHistoryByInstanceId(string instanceId) =>
        new((await ((IOrchestrationServicePurgeClient)_outermost).PurgeInstanceStateAsync(instanceId)).DeletedInstanceCount);

    /// <summary>Removes instances that have ended and match.</summary>
    public override async Task<int> PurgeHistoryByFilters(
        DateTime createdTimeFrom, DateTime? createdTimeTo, IEnumerable<OrchestrationStatus> runtimeStatus)
    {
        var filter = new PurgeInstanceFilter(createdTimeFrom, createdTimeTo, runtimeStatus);
        return (await ((IOrchestrationServicePurgeClient)_outermost).PurgeInstanceStateAsync(filter)).DeletedInstanceCount;
    }

    /// <inheritdoc/>
    public override async Task<string?> RetrieveSerializedEntityState(EntityId entityId, JsonSerializerSettings serializierSettings) =>
        (await ((IEntityOrchestrationService)_outermost).EntityBackendQueries!
            .GetEntityAsync(new CoreEntityId(entityId.EntityName, entityId.EntityKey), includeState: true))?.SerializedState;

    /// <inheritdoc/>
    public override Task<IAsyncEnumerable<HistoryEvent>> StreamOrchestrationHistoryAsync(
        string instanceId, CancellationToken cancellationToken) =>
        Task.FromResult(Stream(_service.GetHistoryEvents(instanceId)));

    // By hand: System.Linq.Async, which the extension brings, makes ToAsyncEnumerable ambiguous.
    private static async IAsyncEnumerable<HistoryEvent> Stream(IReadOnlyList<HistoryEvent> events)
    {
        foreach (var happened in events)
        {
            yield return happened;
        }

        await Task.CompletedTask;
    }

    private static List<OrchestrationStatus>? Statuses(IEnumerable<OrchestrationRuntimeStatus>? statuses) =>
        statuses is null ? null : [.. statuses.Select(status => Enum.Parse<OrchestrationStatus>(status.ToString()))];

    private async Task<List<OrchestrationState>> AllAsync(OrchestrationQuery query, CancellationToken cancellationToken)
    {
        List<OrchestrationState> all = [];
        do
        {
            var page = await ((IOrchestrationServiceQueryClient)_outermost).GetOrchestrationWithQueryAsync(query, cancellationToken);
            all.AddRange(page.OrchestrationState);
            query.ContinuationToken = page.ContinuationToken;
        }
        while (query.ContinuationToken is not null);
        return all;
    }
}
