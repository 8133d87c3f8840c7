using Functions.SimulatedCluster.Faults;

namespace Functions.SimulatedCluster.Lifecycle;

/// <summary>The lives of pods, as a table. Reasons and messages are kubelet's.</summary>
internal static class PodStages
{
    public const string Creating = "ContainerCreating";
    public const string Running = "Running";

    /// <summary>The stage of a pod with an image whose name is none.</summary>
    public const string InvalidImageName = nameof(InvalidImageName);

    /// <summary>The pod has init containers.</summary>
    public const string HasInitContainers = nameof(HasInitContainers);

    /// <summary>Its restart policy lets it end, OnFailure or Never, and it serves no port.</summary>
    public const string RunsToEnd = nameof(RunsToEnd);

    /// <summary>Its containers crash and its restart policy is Never.</summary>
    public const string CrashesForGood = nameof(CrashesForGood);

    /// <summary>Its containers have crashed once: kubelet starts them again at once.</summary>
    public const string FirstCrash = nameof(FirstCrash);

    /// <summary>Its containers' environment is to be made of what is not there.</summary>
    public const string LacksConfiguration = nameof(LacksConfiguration);

    private const string NameError =
        "Failed to apply default image tag \"{image}\": couldn't parse image name \"{image}\": invalid reference format";

    private const string PullError =
        "failed to pull and unpack image \"{image}\": failed to resolve reference \"{image}\": {image}: not found";

    private static readonly StageEvent s_pulling = new("Normal", "Pulling", "Pulling image \"{image}\"");
    private static readonly StageEvent[] s_started =
    [
        new("Normal", "Pulled", "Successfully pulled image \"{image}\""), new("Normal", "Created", "Created container: {container}"),
        new("Normal", "Started", "Started container {container}"),
    ];

    public static IReadOnlyDictionary<string, PodStage> All { get; } = new PodStage[]
    {
        new(Creating, StageWait.None, "Pending", ContainerPhase.Waiting)
        {
            Reason = "ContainerCreating", InitContainers = ContainerPhase.Waiting, Events = [s_pulling],
            Next =
            [
                new("ErrImagePull", nameof(Fault.ImagePullBackOff)), new("CreateContainerConfigError", LacksConfiguration),
                new("PodInitializing", HasInitContainers), new(Running),
            ],
        },
        new(InvalidImageName, StageWait.Sync, "Pending", ContainerPhase.Waiting)
        {
            Reason = "InvalidImageName", Message = NameError, InitContainers = ContainerPhase.Waiting,
            Events = [new("Warning", "InspectFailed", NameError), new("Warning", "Failed", "Error: InvalidImageName")],
            Next = [new(InvalidImageName)],
        },
        new("CreateContainerConfigError", StageWait.Sync, "Pending", ContainerPhase.Waiting)
        {
            Reason = "CreateContainerConfigError", Message = "{missing}", InitContainers = ContainerPhase.Waiting,
            Events = [new("Normal", "Pulled", "Successfully pulled image \"{image}\""), new("Warning", "Failed", "Error: {missing}")],
            Next = [new("CreateContainerConfigError", LacksConfiguration), new("PodInitializing", HasInitContainers), new(Running)],
        },
        new("PodInitializing", StageWait.Start, "Pending", ContainerPhase.Waiting)
        {
            Reason = "PodInitializing",
            InitContainers = ContainerPhase.Running,
            Next = [new(Running)],
        },
        new("ErrImagePull", StageWait.Start, "Pending", ContainerPhase.Waiting)
        {
            Reason = "ErrImagePull", Message = PullError, InitContainers = ContainerPhase.Waiting,
            Events =
            [
                new("Warning", "Failed", "Failed to pull image \"{image}\": " + PullError), new("Warning", "Failed", "Error: ErrImagePull"),
            ],
            Next = [new("ImagePullBackOff")],
        },
        new("ImagePullBackOff", StageWait.Sync, "Pending", ContainerPhase.Waiting)
        {
            Reason = "ImagePullBackOff",
            Message = "Back-off pulling image \"{image}\": ErrImagePull: " + PullError,
            InitContainers = ContainerPhase.Waiting,
            Events = [new("Normal", "BackOff", "Back-off pulling image \"{image}\""), new("Warning", "Failed", "Error: ImagePullBackOff")],
            Next = [new("PullingAgain")],
        },
        new("PullingAgain", StageWait.BackOff, "Pending", ContainerPhase.Waiting)
        {
            Reason = "ImagePullBackOff",
            Message = "Back-off pulling image \"{image}\": ErrImagePull: " + PullError,
            InitContainers = ContainerPhase.Waiting,
            Events = [s_pulling],
            Next =
            [
                new("ErrImagePull", nameof(Fault.ImagePullBackOff)), new("CreateContainerConfigError", LacksConfiguration),
                new("PodInitializing", HasInitContainers), new(Running),
            ],
        },
        new(Running, StageWait.Start, "Running", ContainerPhase.Running)
        {
            Events = s_started,
            Next =
            [
                new("Failed", CrashesForGood), new("Crashed", nameof(Fault.CrashLoopBackOff)), new("Unready", nameof(Fault.NeverReady)),
                new("Succeeded", RunsToEnd), new("Ready"),
            ],
        },
        new("Ready", StageWait.None, "Running", ContainerPhase.Running) { Ready = true },
        new("Unready", StageWait.Probe, "Running", ContainerPhase.Running)
        {
            Events = [new("Warning", "Unhealthy", "Readiness probe failed: simulated")],
            Next = [new("Unready", nameof(Fault.NeverReady)), new("Succeeded", RunsToEnd), new("Ready")],
        },
        new("Succeeded", StageWait.None, "Succeeded", ContainerPhase.Completed) { Reason = "Completed" },
        new("Crashed", StageWait.Start, "Running", ContainerPhase.Crashed)
        {
            Reason = "Error",
            Next = [new(Running, FirstCrash), new("CrashLoopBackOff")],
        },
        new("Failed", StageWait.Start, "Failed", ContainerPhase.Crashed) { Reason = "Error" },
        new("CrashLoopBackOff", StageWait.None, "Running", ContainerPhase.Waiting)
        {
            Reason = "CrashLoopBackOff", Message = "back-off {backoff} restarting failed container={container} pod={pod}",
            Events = [new("Warning", "BackOff", "Back-off restarting failed container {container} in pod {pod}")],
            Next = [new("Restarted")],
        },
        new("Restarted", StageWait.BackOff, "Running", ContainerPhase.Running)
        {
            Events = s_started,
            Next =
            [
                new("Failed", CrashesForGood), new("Crashed", nameof(Fault.CrashLoopBackOff)), new("Unready", nameof(Fault.NeverReady)),
                new("Succeeded", RunsToEnd), new("Ready"),
            ],
        },
    }.ToDictionary(stage => stage.Name);

    /// <summary>What follows a stage.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="holds">Whether a condition holds; asked only for those that could decide.</param>
    /// <returns>Null at the end.</returns>
    public static PodStage? After(PodStage stage, Func<string, bool> holds) =>
        stage.Next.FirstOrDefault(next => next.If is null || holds(next.If)) is { } found ? All[found.Stage] : null;
}
