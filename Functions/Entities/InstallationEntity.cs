using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Entities;
using Stores.Core;

namespace Functions.Entities;

/// <summary>
/// The id of this installation, chosen once: what it makes in the cluster carries it, so that only what it made itself is ever removed.
/// </summary>
public sealed class InstallationEntity : TaskEntity<InstallationRecord>
{
    /// <summary>The one instance.</summary>
    public static EntityInstanceId Id { get; } = new(EntityNames.Installation, "default");

    [Function(EntityNames.Installation)]
    public static Task DispatchAsync([EntityTrigger] TaskEntityDispatcher dispatcher) => dispatcher.DispatchAsync<InstallationEntity>();

    /// <summary>The id, a valid label value.</summary>
    public string Get() => State.Id;

    /// <inheritdoc/>
    protected override InstallationRecord InitializeState(TaskEntityOperation entityOperation) => new()
    {
        Id = Guid.NewGuid().ToString("N"),
    };
}
