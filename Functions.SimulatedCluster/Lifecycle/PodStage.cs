namespace Functions.SimulatedCluster.Lifecycle;

/// <summary>What a container is doing.</summary>
internal enum ContainerPhase
{
    Waiting,
    Running,
    Completed,
    Crashed,
}

/// <summary>How long a pod stays where it is before a stage begins.</summary>
internal enum StageWait
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>The time that pulling and starting takes.</summary>
    Start,

    /// <summary>Until kubelet looks at the pod again: as long as the first back-off.</summary>
    Sync,

    /// <summary>Longer after each failure.</summary>
    BackOff,

    /// <summary>The time between probes.</summary>
    Probe,
}

/// <summary>
/// A stage in a pod's life: what kubelet writes when it begins, and what may follow. Texts may name {container}, {image}, {pod}, {backoff}
/// and {missing}.
/// </summary>
/// <param name="Name">The stage.</param>
/// <param name="Wait">How long the stage before it lasts.</param>
/// <param name="Phase">The pod's phase.</param>
/// <param name="Containers">What the containers do.</param>
internal sealed record PodStage(string Name, StageWait Wait, string Phase, ContainerPhase Containers)
{
    /// <summary>Why the containers wait or have ended.</summary>
    public string Reason { get; init; } = "";

    public string Message { get; init; } = "";

    /// <summary>What the init containers do.</summary>
    public ContainerPhase InitContainers { get; init; } = ContainerPhase.Completed;

    public bool Ready { get; init; }

    /// <summary>Events of each container.</summary>
    public IReadOnlyList<StageEvent> Events { get; init; } = [];

    /// <summary>What follows: the first whose condition holds; nothing when none does.</summary>
    public IReadOnlyList<NextStage> Next { get; init; } = [];
}

/// <summary>An event of a stage.</summary>
internal sealed record StageEvent(string Type, string Reason, string Message);

/// <summary>What follows a stage.</summary>
/// <param name="Stage">The next stage.</param>
/// <param name="If">The condition: a fault's name, or one of <see cref="PodStages"/>' conditions; null for always.</param>
internal sealed record NextStage(string Stage, string? If = null);
