using Functions.LocalRuntime.History;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Client.Entities;

namespace Functions.LocalRuntime.Storage;

/// <summary>
/// The durable state. Each member that writes is one transaction, done when its task completes. A task that fails leaves it open whether
/// the transaction was stored: <see cref="CommitAsync"/> may be repeated as it is, and <see cref="FindMessage"/> tells of the others.
/// </summary>
internal interface ITaskStore : IAsyncDisposable
{
    /// <summary>Keys for messages and activities.</summary>
    Sequences Sequences { get; }

    /// <summary>Everything that is on its way.</summary>
    Pending LoadPending();

    /// <summary>The message of a sequence that is still on its way.</summary>
    Message? FindMessage(long sequence);

    InstanceRow? FindInstance(string id);

    /// <summary>The history of the instance's current execution, oldest first.</summary>
    IReadOnlyList<HistoryEvent> LoadHistory(string id);

    IReadOnlyList<InstanceRow> QueryInstances(OrchestrationQuery query, string? afterId);

    EntityRow? FindEntity(string id);

    IReadOnlyList<EntityRow> QueryEntities(EntityQuery query, string? afterId);

    /// <summary>Starts an instance, replacing one of the same id that has ended.</summary>
    /// <returns>The message that starts it; null when an instance of that id has not ended.</returns>
    Task<Message?> CreateInstanceAsync(NewInstance instance);

    /// <summary>Puts a message on its way.</summary>
    Task SendAsync(Message message);

    /// <summary>Puts a message on its way to an orchestration, if it can still take it.</summary>
    /// <returns>The status of the instance; null when there is none. One that has ended did not take the message.</returns>
    Task<OrchestrationRuntimeStatus?> SendToRunningAsync(Message message);

    /// <summary>Stores a turn.</summary>
    /// <returns>What became of its new instances: the message that starts each, or that tells its parent that the id is in use.</returns>
    Task<IReadOnlyList<Message>> CommitAsync(TurnCommit commit);

    /// <summary>Keeps results of activities that no turn has taken in.</summary>
    Task KeepResultsAsync(IReadOnlyList<Message> results);

    /// <summary>Removes an instance that has ended.</summary>
    /// <returns>The status of the instance before; null when there was none.</returns>
    Task<OrchestrationRuntimeStatus?> PurgeAsync(string id);

    /// <summary>Removes instances that have ended and match, oldest first, and gives back the room they took.</summary>
    /// <param name="filter">Which; every status that is not an end is left out.</param>
    /// <param name="updatedBefore">Only those whose end is older (UTC); null for all.</param>
    /// <param name="limit">How many at most.</param>
    /// <returns>How many were removed.</returns>
    Task<int> PurgeAsync(PurgeInstancesFilter filter, DateTime? updatedBefore, int limit);
}
