using Functions.LocalRuntime.History;
using Functions.LocalRuntime.Storage;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Client.Entities;

namespace Functions.Tests.Invariants;

/// <summary>A store whose process can die: from then on nothing more is written, and who asks is told no answer.</summary>
internal sealed class MortalTaskStore(ITaskStore inner) : ITaskStore
{
    private volatile bool _dead;

    public Sequences Sequences => inner.Sequences;

    public void Die() => _dead = true;

    public Pending LoadPending() => Alive().LoadPending();

    public Message? FindMessage(long sequence) => Alive().FindMessage(sequence);

    public InstanceRow? FindInstance(string id) => Alive().FindInstance(id);

    public IReadOnlyList<HistoryEvent> LoadHistory(string id) => Alive().LoadHistory(id);

    public IReadOnlyList<InstanceRow> QueryInstances(OrchestrationQuery query, string? afterId) => Alive().QueryInstances(query, afterId);

    public EntityRow? FindEntity(string id) => Alive().FindEntity(id);

    public IReadOnlyList<EntityRow> QueryEntities(EntityQuery query, string? afterId) => Alive().QueryEntities(query, afterId);

    public Task<Message?> CreateInstanceAsync(NewInstance instance) => WriteAsync(store => store.CreateInstanceAsync(instance));

    public Task SendAsync(Message message) => WriteAsync(async store =>
    {
        await store.SendAsync(message);
        return true;
    });

    public Task<OrchestrationRuntimeStatus?> SendToRunningAsync(Message message) => WriteAsync(store => store.SendToRunningAsync(message));

    public Task<IReadOnlyList<Message>> CommitAsync(TurnCommit commit) => WriteAsync(store => store.CommitAsync(commit));

    public Task KeepResultsAsync(IReadOnlyList<Message> results) => WriteAsync(async store =>
    {
        await store.KeepResultsAsync(results);
        return true;
    });

    public Task<OrchestrationRuntimeStatus?> PurgeAsync(string id) => WriteAsync(store => store.PurgeAsync(id));

    public Task<int> PurgeAsync(PurgeInstancesFilter filter, DateTime? updatedBefore, int limit) => WriteAsync(store => store.PurgeAsync(filter, updatedBefore, limit));

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private ITaskStore Alive() => _dead ? throw new OperationCanceledException("The process is dead.") : inner;

    // What was written when the process died stays written, but nobody acts on it.
    private async Task<T> WriteAsync<T>(Func<ITaskStore, Task<T>> write)
    {
        var result = await write(Alive());
        Alive();
        return result;
    }
}
