using Functions.LocalRuntime.History;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Client.Entities;

namespace Functions.LocalRuntime.Storage;

/// <summary>The durable state. Each member that writes is one transaction, done when its task completes.</summary>
internal interface ITaskStore : IAsyncDisposable
{
    /// <summary>Everything that was on its way when the store was last closed or its process died.</summary>
    Dispatched LoadPending();

    InstanceRow? FindInstance(string id);

    IReadOnlyList<HistoryEvent> LoadHistory(string id);

    IReadOnlyList<InstanceRow> QueryInstances(OrchestrationQuery query, string? afterId);

    EntityRow? FindEntity(string id);

    IReadOnlyList<EntityRow> QueryEntities(EntityQuery query, string? afterId);

    /// <summary>Starts an instance, replacing one of the same id that has ended.</summary>
    /// <returns>The start message; null when an instance of that id has not ended.</returns>
    Task<Message?> CreateInstanceAsync(NewInstance instance);

    /// <summary>Puts a message on its way.</summary>
    Task<Message> SendAsync(Message message);

    /// <summary>Puts a message on its way to an orchestration, if it can still take it.</summary>
    /// <returns>The message, or the status of the instance that ended; both null when there is none.</returns>
    Task<(Message? Sent, OrchestrationRuntimeStatus? Ended)> SendToRunningAsync(Message message);

    Task<Dispatched> CommitAsync(TurnCommit commit);

    /// <summary>Ends an activity and puts its result on its way.</summary>
    Task<Message> CompleteActivityAsync(ActivityWork work, HistoryEvent result);

    /// <summary>Removes an instance that has ended.</summary>
    /// <returns>The status of the instance before; null when there was none.</returns>
    Task<OrchestrationRuntimeStatus?> PurgeAsync(string id);
}
