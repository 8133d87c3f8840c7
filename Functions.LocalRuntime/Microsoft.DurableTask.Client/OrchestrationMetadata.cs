namespace Microsoft.DurableTask.Client;

/// <summary>An orchestration as a client sees it.</summary>
/// <param name="name">The orchestrator's name.</param>
/// <param name="instanceId">The instance id.</param>
public sealed class OrchestrationMetadata(string name, string instanceId)
{
    /// <summary>The orchestrator's name.</summary>
    public string Name { get; } = name;

    /// <summary>The instance id.</summary>
    public string InstanceId { get; } = instanceId;

    /// <summary>Reads inputs and outputs; null when they were not fetched.</summary>
    public DataConverter? DataConverter { get; init; }

    /// <summary>Where it is in its life.</summary>
    public OrchestrationRuntimeStatus RuntimeStatus { get; init; }

    /// <summary>When it was started.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it last changed.</summary>
    public DateTimeOffset LastUpdatedAt { get; init; }

    /// <summary>Its input; null when not fetched.</summary>
    public string? SerializedInput { get; init; }

    /// <summary>Its output; null when not fetched.</summary>
    public string? SerializedOutput { get; init; }

    /// <summary>Its custom status; null when not fetched.</summary>
    public string? SerializedCustomStatus { get; init; }

    /// <summary>Always null, as on Azure Storage, which does not keep it: the output of a failed orchestration is "type: message".</summary>
    public TaskFailureDetails? FailureDetails { get; init; }

    /// <summary>Completed, Failed or Terminated.</summary>
    public bool IsCompleted => RuntimeStatus is OrchestrationRuntimeStatus.Completed or OrchestrationRuntimeStatus.Failed or OrchestrationRuntimeStatus.Terminated;

    /// <summary>The input.</summary>
    /// <exception cref="InvalidOperationException">It was not fetched.</exception>
    public T? ReadInputAs<T>() => Read<T>(SerializedInput);

    /// <summary>The output.</summary>
    /// <exception cref="InvalidOperationException">It was not fetched.</exception>
    public T? ReadOutputAs<T>() => Read<T>(SerializedOutput);

    /// <summary>The custom status.</summary>
    /// <exception cref="InvalidOperationException">It was not fetched.</exception>
    public T? ReadCustomStatusAs<T>() => Read<T>(SerializedCustomStatus);

    private T? Read<T>(string? data) => DataConverter is null
        ? throw new InvalidOperationException("Inputs and outputs were not fetched.")
        : DataConverter.Deserialize<T>(data);
}
