using k8s.Models;

namespace Functions.SimulatedCluster.Lifecycle;

/// <summary>What a kubelet says of a pod.</summary>
internal static class PodStatus
{
    public static V1PodStatus Of(V1Pod pod, PodFaultKind? fault, int restarts, DateTime now)
    {
        var job = pod.Metadata.OwnerReferences?.Any(owner => owner.Kind == "Job") == true;
        return fault switch
        {
            PodFaultKind.ImagePullBackOff => Waiting(pod, "ImagePullBackOff", $"Back-off pulling image \"{pod.Spec.Containers[0].Image}\"", 0, now),
            PodFaultKind.CrashLoopBackOff => Waiting(pod, "CrashLoopBackOff", $"back-off restarting failed container={pod.Spec.Containers[0].Name}", restarts, now),
            PodFaultKind.NeverReady => Running(pod, ready: false, now),
            _ when job => Succeeded(pod, now),
            _ => Running(pod, ready: true, now),
        };
    }

    public static V1PodStatus Creating(V1Pod pod, DateTime now) => Waiting(pod, "ContainerCreating", "", 0, now);

    private static V1PodStatus Running(V1Pod pod, bool ready, DateTime now) => Status("Running", now, ready ? "True" : "False", pod.Spec.Containers.Select(container =>
        Container(container, ready, 0, new V1ContainerState { Running = new V1ContainerStateRunning { StartedAt = now } })));

    private static V1PodStatus Succeeded(V1Pod pod, DateTime now) => Status("Succeeded", now, "False", pod.Spec.Containers.Select(container =>
        Container(container, ready: false, 0, new V1ContainerState { Terminated = new V1ContainerStateTerminated { ExitCode = 0, Reason = "Completed", StartedAt = now, FinishedAt = now } })));

    private static V1PodStatus Waiting(V1Pod pod, string reason, string message, int restarts, DateTime now) => Status("Pending", now, "False", pod.Spec.Containers.Select(container =>
        Container(container, ready: false, restarts, new V1ContainerState { Waiting = new V1ContainerStateWaiting { Reason = reason, Message = message } })));

    private static V1ContainerStatus Container(V1Container container, bool ready, int restarts, V1ContainerState state) => new()
    {
        Name = container.Name,
        Image = container.Image,
        ImageID = "",
        Ready = ready,
        RestartCount = restarts,
        Started = state.Running is not null,
        State = state,
    };

    private static V1PodStatus Status(string phase, DateTime now, string ready, IEnumerable<V1ContainerStatus> containers) => new()
    {
        Phase = phase,
        PodIP = "10.244.0.10",
        HostIP = "127.0.0.1",
        StartTime = now,
        ContainerStatuses = [.. containers],
        Conditions =
        [
            new V1PodCondition { Type = "PodScheduled", Status = "True" },
            new V1PodCondition { Type = "Initialized", Status = "True" },
            new V1PodCondition { Type = "ContainersReady", Status = ready },
            new V1PodCondition { Type = "Ready", Status = ready, LastTransitionTime = now },
        ],
    };
}
