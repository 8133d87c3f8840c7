using DurableTask.Core.Exceptions;
using Functions.LocalRuntime.Dispatch;
using Functions.LocalRuntime.Execution;
using Functions.LocalRuntime.History;
using Functions.LocalRuntime.Storage;
using Grpc.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Client.Entities;

namespace Functions.LocalRuntime.Client;

/// <summary>The durable client, in the same process as the engine.</summary>
internal sealed class LocalDurableTaskClient(DurableEngine engine, DataConverter converter, LocalRuntimeOptions options) : DurableTaskClient(options.HubName)
{
    private const int PurgeBatch = 200;

    public override DurableEntityClient Entities { get; } = new LocalDurableEntityClient(engine, converter, options.HubName);

    public override async Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName, object? input = null, StartOrchestrationOptions? options = null, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        var id = options?.InstanceId ?? NewInstanceId();
        RefuseEntityId(id);
        var instance = new NewInstance(
            id, OrchestrationTurn.NewExecution(), new ExecutionStarted(orchestratorName, converter.Serialize(input), null), engine.Now, options?.StartAt?.UtcDateTime,
            engine.Store.Sequences.Next());
        return await engine.CreateAsync(instance) ? id : throw new OrchestrationAlreadyExistsException($"An Orchestration instance with the ID {id} already exists.");
    }

    public override Task RaiseEventAsync(string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default) =>
        SendAsync(instanceId, new EventRaised(eventName, converter.Serialize(eventPayload)), cancellation);

    public override Task TerminateInstanceAsync(string instanceId, TerminateInstanceOptions? options = null, CancellationToken cancellation = default) =>
        SendAsync(instanceId, new ExecutionTerminated(converter.Serialize(options?.Output)), cancellation);

    public override Task<OrchestrationMetadata> WaitForInstanceStartAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        WaitAsync(instanceId, instance => instance.Status != OrchestrationRuntimeStatus.Pending, getInputsAndOutputs, cancellation);

    public override Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        WaitAsync(instanceId, instance => instance.IsTerminal, getInputsAndOutputs, cancellation);

    public override Task<OrchestrationMetadata?> GetInstancesAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        Task.FromResult(engine.Store.FindInstance(instanceId) is { } instance ? Describe(instance, getInputsAndOutputs) : null);

    public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null)
    {
        var query = filter ?? new OrchestrationQuery();
        return Pageable.Create((continuation, pageSize, cancellation) =>
        {
            cancellation.ThrowIfCancellationRequested();
            var size = pageSize ?? query.PageSize;
            var rows = engine.Store.QueryInstances(query with { PageSize = size }, continuation ?? query.ContinuationToken);
            return Task.FromResult(new Page<OrchestrationMetadata>(
                [.. rows.Select(row => Describe(row, query.FetchInputsAndOutputs))], rows.Count < size ? null : rows[^1].Id));
        });
    }

    public override async Task<PurgeResult> PurgeInstanceAsync(string instanceId, PurgeInstanceOptions? options = null, CancellationToken cancellation = default) =>
        await engine.Store.PurgeAsync(instanceId) switch
        {
            null => new PurgeResult(0),
            OrchestrationRuntimeStatus.Completed or OrchestrationRuntimeStatus.Failed or OrchestrationRuntimeStatus.Terminated => new PurgeResult(1),
            { } status => throw new InvalidOperationException($"The instance {instanceId} is {status} and cannot be purged before it has ended."),
        };

    public override async Task<PurgeResult> PurgeAllInstancesAsync(PurgeInstancesFilter filter, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        var purged = 0;
        for (var last = PurgeBatch; last == PurgeBatch; purged += last)
        {
            cancellation.ThrowIfCancellationRequested();
            last = await engine.Store.PurgeAsync(filter, updatedBefore: null, PurgeBatch);
        }

        return new PurgeResult(purged);
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>An id for an instance that was given none. In the order of time, so that the rows of what runs together lie together in the file.</summary>
    internal static string NewInstanceId() => Guid.CreateVersion7().ToString("N");

    internal static void RefuseEntityId(string instanceId)
    {
        if (instanceId.StartsWith('@'))
        {
            throw new ArgumentException("Orchestration instance IDs must not start with '@'.", nameof(instanceId));
        }
    }

    private async Task SendAsync(string instanceId, HistoryEvent happened, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        RefuseEntityId(instanceId);
        switch (await engine.SendToRunningAsync(new Message(instanceId, null, happened, null, engine.Store.Sequences.Next())))
        {
            case null:
                throw new RpcException(new Status(StatusCode.NotFound, $"There is no orchestration instance {instanceId}."));
            case { } status when InstanceRow.IsEnd(status):
                throw new RpcException(new Status(StatusCode.FailedPrecondition, $"The orchestration instance {instanceId} is {status} and takes nothing any more."));
        }
    }

    private async Task<OrchestrationMetadata> WaitAsync(string instanceId, Func<InstanceRow, bool> condition, bool getInputsAndOutputs, CancellationToken cancellation)
    {
        while (true)
        {
            var change = engine.Watch.NextChange(instanceId);
            var instance = engine.Store.FindInstance(instanceId);
            if (instance is null || !condition(instance))
            {
                instance = await NextAsync(change);
            }

            if (instance is not null && condition(instance))
            {
                return Describe(instance, getInputsAndOutputs);
            }
        }

        async Task<InstanceRow?> NextAsync(Task<InstanceRow?> change)
        {
            try
            {
                return await change.WaitAsync(cancellation);
            }
            catch (OperationCanceledException)
            {
                // Nobody may be left to wait for it, and it must not be kept for ever: others look and wait anew.
                engine.Watch.Changed(instanceId, null);
                throw;
            }
        }
    }

    private OrchestrationMetadata Describe(InstanceRow row, bool getInputsAndOutputs) => new(row.Name, row.Id)
    {
        RuntimeStatus = row.Status,
        CreatedAt = row.CreatedAt,
        LastUpdatedAt = row.UpdatedAt,
        DataConverter = getInputsAndOutputs ? converter : null,
        SerializedInput = getInputsAndOutputs ? row.Input : null,
        SerializedOutput = getInputsAndOutputs ? row.Output : null,
        SerializedCustomStatus = getInputsAndOutputs ? row.CustomStatus : null,
    };
}
