using Functions.Kubernetes.Diagnosis;
using k8s.Models;

namespace Functions.Tests.Kubernetes.Diagnosis;

public sealed class FailingContainerTests
{
    private static readonly DateTime s_now = new(2026, 3, 2, 9, 30, 0, DateTimeKind.Utc);

    [Fact]
    public void None_is_chosen_where_all_are_well_or_none_has_run() => Assert.Null(FailingContainer.Choose(
    [
        Pod("ready", 1, "Running", true, Container("main", running: true, ready: true)),
        Pod("done", 2, "Succeeded", false, Container("main", exitCode: 0)),
        Pod("pulling", 3, "Pending", false, new V1ContainerStatus
        {
            Name = "main",
            State = new V1ContainerState { Waiting = new V1ContainerStateWaiting { Reason = "ImagePullBackOff" } },
        }),
    ]));

    [Fact]
    public void One_that_ended_badly_comes_before_one_that_is_not_ready_and_the_newest_pod_before_others() => Assert.Equal(
        new FailingContainer("newer", "main", Previous: false),
        FailingContainer.Choose(
        [
            Pod("unready", 9, "Running", false, Container("main", running: true)),
            Pod("older", 1, "Failed", false, Container("main", exitCode: 3)),
            Pod("newer", 2, "Failed", false, Container("main", exitCode: 4)),
        ]));

    [Fact]
    public void One_that_waits_to_be_started_again_tells_by_its_last_run() => Assert.Equal(
        new FailingContainer("looping", "side", Previous: true),
        FailingContainer.Choose(
            [Pod("looping", 1, "Running", false, Container("main", running: true, ready: true), Container("side", lastExitCode: 1))]));

    [Fact]
    public void One_that_runs_unready_tells_by_itself() => Assert.Equal(
        new FailingContainer("unready", "main", Previous: false),
        FailingContainer.Choose([Pod("unready", 1, "Running", false, Container("main", running: true))]));

    private static V1Pod Pod(string name, int second, string phase, bool ready, params V1ContainerStatus[] containers) => new()
    {
        Metadata = new V1ObjectMeta { Name = name, CreationTimestamp = s_now.AddSeconds(second) },
        Status = new V1PodStatus
        {
            Phase = phase,
            ContainerStatuses = containers,
            Conditions = [new V1PodCondition { Type = "Ready", Status = ready ? "True" : "False" }],
        },
    };

    private static V1ContainerStatus Container(
        string name, bool running = false, bool ready = false, int? exitCode = null, int? lastExitCode = null) => new()
        {
            Name = name,
            Ready = ready,
            State = new V1ContainerState
            {
                Running = running ? new V1ContainerStateRunning() : null,
                Terminated = exitCode is { } code ? new V1ContainerStateTerminated { ExitCode = code } : null,
                Waiting = lastExitCode is null ? null : new V1ContainerStateWaiting { Reason = "CrashLoopBackOff" },
            },
            LastState = lastExitCode is { } last
            ? new V1ContainerState { Terminated = new V1ContainerStateTerminated { ExitCode = last } }
            : null,
        };
}
