using DurableTask.Core;
using DurableTask.Core.History;
using Grpc.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Client.Entities;
using Microsoft.DurableTask.Converters;

namespace Functions.IntegrationTests.InProcess;

/// <summary>
/// The durable client on a provider within this process: it answers as the client of the worker does, which asks the host.
/// </summary>
internal sealed class InProcessClient(IDurableService service, TimeProvider clock) : DurableTaskClient("in-process")
{
    private static readonly JsonDataConverter s_json = JsonDataConverter.Default;

    public override DurableEntityClient Entities { get; } = new InProcessEntityClient(service, clock);

    public override async Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName, object? input = null, StartOrchestrationOptions? options = null,
        CancellationToken cancellation = default)
    {
        var instance = new OrchestrationInstance { InstanceId = options?.InstanceId ?? NewId(), ExecutionId = NewId() };
        var started = new ExecutionStartedEvent(-1, s_json.Serialize(input))
        {
            Name = orchestratorName.Name,
            Version = options?.Version?.Version ?? "",
            OrchestrationInstance = instance,
            ScheduledStartTime = options?.StartAt?.UtcDateTime,
            Tags = options?.Tags?.ToDictionary() ?? [],
        };
        await service.CreateTaskOrchestrationAsync(
            new TaskMessage { OrchestrationInstance = instance, Event = started },
            [OrchestrationStatus.Pending, OrchestrationStatus.Running, OrchestrationStatus.Suspended, OrchestrationStatus.ContinuedAsNew]);
        return instance.InstanceId;
    }

    public override async Task RaiseEventAsync(
        string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default)
    {
        await RequireRunningAsync(instanceId);
        await SendAsync(instanceId, new EventRaisedEvent(-1, s_json.Serialize(eventPayload)) { Name = eventName });
    }

    public override async Task TerminateInstanceAsync(
        string instanceId, TerminateInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        await RequireRunningAsync(instanceId);
        await service.ForceTerminateTaskOrchestrationAsync(instanceId, s_json.Serialize(options?.Output));
    }

    public override async Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default)
    {
        await RequireRunningAsync(instanceId);
        await SendAsync(instanceId, new ExecutionSuspendedEvent(-1, reason));
    }

    public override async Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default)
    {
        await RequireRunningAsync(instanceId);
        await SendAsync(instanceId, new ExecutionResumedEvent(-1, reason));
    }

    public override async Task<OrchestrationMetadata?> GetInstancesAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        await FindAsync(instanceId) is { } state ? Metadata(state, getInputsAndOutputs) : null;

    public override async Task<OrchestrationMetadata> WaitForInstanceStartAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
    {
        while (true)
        {
            if (await FindAsync(instanceId) is { OrchestrationStatus: not OrchestrationStatus.Pending } state)
            {
                return Metadata(state, getInputsAndOutputs);
            }

            await Task.Delay(5, cancellation);
        }
    }

    public override async Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
    {
        while (true)
        {
            if (await service.WaitForOrchestrationAsync(instanceId, null, TimeSpan.FromMinutes(1), cancellation) is { } state
                && IsEnd(state.OrchestrationStatus))
            {
                return Metadata(state, getInputsAndOutputs);
            }

            await Task.Delay(5, cancellation);
        }
    }

    public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(
        Microsoft.DurableTask.Client.OrchestrationQuery? filter = null) =>
        Pageable.Create(async (string? token, int? size, CancellationToken cancellation) =>
        {
            var query = new DurableTask.Core.Query.OrchestrationQuery
            {
                RuntimeStatus = filter?.Statuses?.Select(status => (OrchestrationStatus)(int)status).ToList(),
                CreatedTimeFrom = filter?.CreatedFrom?.UtcDateTime,
                CreatedTimeTo = filter?.CreatedTo?.UtcDateTime,
                InstanceIdPrefix = filter?.InstanceIdPrefix,
                FetchInputsAndOutputs = filter?.FetchInputsAndOutputs ?? false,
                PageSize = size ?? filter?.PageSize ?? Microsoft.DurableTask.Client.OrchestrationQuery.DefaultPageSize,
                ContinuationToken = token ?? filter?.ContinuationToken,
                ExcludeEntities = true,
            };
            var found = await service.GetOrchestrationWithQueryAsync(query, cancellation);
            return new Page<OrchestrationMetadata>(
                [.. found.OrchestrationState.Select(state => Metadata(state, query.FetchInputsAndOutputs))], found.ContinuationToken);
        });

    public override async Task<Microsoft.DurableTask.Client.PurgeResult> PurgeInstanceAsync(
        string instanceId, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        if (await FindAsync(instanceId) is not { } state)
        {
            return new Microsoft.DurableTask.Client.PurgeResult(0);
        }

        return IsEnd(state.OrchestrationStatus)
            ? new Microsoft.DurableTask.Client.PurgeResult((await service.PurgeInstanceStateAsync(instanceId)).DeletedInstanceCount)
            : throw new InvalidOperationException($"Instance '{instanceId}' has not ended.");
    }

    public override async Task<Microsoft.DurableTask.Client.PurgeResult> PurgeAllInstancesAsync(
        PurgeInstancesFilter filter, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        var statuses = filter.Statuses?.Select(status => (OrchestrationStatus)(int)status);
        var purged = await service.PurgeInstanceStateAsync(
            new PurgeInstanceFilter(filter.CreatedFrom?.UtcDateTime ?? DateTime.MinValue, filter.CreatedTo?.UtcDateTime, statuses));
        return new Microsoft.DurableTask.Client.PurgeResult(purged.DeletedInstanceCount);
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static string NewId() => Guid.NewGuid().ToString("N");

    private static bool IsEnd(OrchestrationStatus status) =>
        status is OrchestrationStatus.Completed or OrchestrationStatus.Failed or OrchestrationStatus.Terminated
            or OrchestrationStatus.Canceled;

    private static OrchestrationMetadata Metadata(OrchestrationState state, bool withData) => new(
        state.Name, state.OrchestrationInstance.InstanceId)
    {
        CreatedAt = state.CreatedTime,
        LastUpdatedAt = state.LastUpdatedTime,
        RuntimeStatus = (OrchestrationRuntimeStatus)(int)state.OrchestrationStatus,
        SerializedInput = withData ? state.Input : null,
        SerializedOutput = withData ? state.Output : null,
        SerializedCustomStatus = withData ? state.Status : null,
        DataConverter = withData ? s_json : null,
    };

    private async Task<OrchestrationState?> FindAsync(string id) => await service.GetOrchestrationStateAsync(id, executionId: null);

    // The host maps what it finds so.
    private async Task RequireRunningAsync(string id)
    {
        var state = await FindAsync(id) ?? throw new RpcException(new Status(StatusCode.NotFound, $"There is no instance '{id}'."));
        if (IsEnd(state.OrchestrationStatus))
        {
            throw new RpcException(new Status(StatusCode.FailedPrecondition, $"Instance '{id}' has ended."));
        }
    }

    private Task SendAsync(string id, HistoryEvent message) => service.SendTaskOrchestrationMessageAsync(
        new TaskMessage { OrchestrationInstance = new OrchestrationInstance { InstanceId = id }, Event = message });
}
