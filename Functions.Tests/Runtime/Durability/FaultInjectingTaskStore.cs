using System.Diagnostics;
using Functions.LocalRuntime.History;
using Functions.LocalRuntime.Storage;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Client.Entities;

namespace Functions.Tests.Runtime.Durability;

internal enum Fault
{
    None,
    FailBefore,
    FailAfter,
    DieBefore,
    DieAfter,
}

/// <summary>A store that fails, or takes the process with it, before or after what it was asked to write.</summary>
/// <param name="inner">The store.</param>
/// <param name="plan">What happens to the n-th write, from 1.</param>
internal sealed class FaultInjectingTaskStore(ITaskStore inner, Func<int, Fault> plan) : ITaskStore
{
    private int _writes;

    public int Faults { get; private set; }

    public Sequences Sequences => inner.Sequences;

    public Pending LoadPending() => inner.LoadPending();

    public Message? FindMessage(long sequence) => inner.FindMessage(sequence);

    public InstanceRow? FindInstance(string id) => inner.FindInstance(id);

    public IReadOnlyList<HistoryEvent> LoadHistory(string id) => inner.LoadHistory(id);

    public IReadOnlyList<InstanceRow> QueryInstances(OrchestrationQuery query, string? afterId) => inner.QueryInstances(query, afterId);

    public EntityRow? FindEntity(string id) => inner.FindEntity(id);

    public IReadOnlyList<EntityRow> QueryEntities(EntityQuery query, string? afterId) => inner.QueryEntities(query, afterId);

    public Task<Message?> CreateInstanceAsync(NewInstance instance) => WriteAsync(() => inner.CreateInstanceAsync(instance));

    public Task SendAsync(Message message) => WriteAsync(async () =>
    {
        await inner.SendAsync(message);
        return true;
    });

    public Task<OrchestrationRuntimeStatus?> SendToRunningAsync(Message message) => WriteAsync(() => inner.SendToRunningAsync(message));

    public Task<IReadOnlyList<Message>> CommitAsync(TurnCommit commit) => WriteAsync(() => inner.CommitAsync(commit));

    public Task KeepResultsAsync(IReadOnlyList<Message> results) => WriteAsync(async () =>
    {
        await inner.KeepResultsAsync(results);
        return true;
    });

    public Task<OrchestrationRuntimeStatus?> PurgeAsync(string id) => WriteAsync(() => inner.PurgeAsync(id));

    public Task<int> PurgeAsync(PurgeInstancesFilter filter, DateTime? updatedBefore, int limit) => WriteAsync(() => inner.PurgeAsync(filter, updatedBefore, limit));

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private async Task<T> WriteAsync<T>(Func<Task<T>> write)
    {
        var fault = plan(Interlocked.Increment(ref _writes));
        Happen(fault, Fault.FailBefore, Fault.DieBefore);
        var result = await write();
        Happen(fault, Fault.FailAfter, Fault.DieAfter);
        return result;
    }

    private void Happen(Fault fault, Fault fail, Fault die)
    {
        if (fault == die)
        {
            using var self = Process.GetCurrentProcess();
            self.Kill();
        }

        if (fault == fail)
        {
            Faults++;
            throw new IOException($"Injected: {fault}.");
        }
    }
}
