using Functions.SimulatedCluster.Faults;
using k8s;
using k8s.Models;

namespace Functions.SimulatedCluster.Lifecycle;

/// <summary>One pod's life on the simulated node, from stage to stage.</summary>
internal sealed class PodPlay(IKubernetes client, SimulatedNodeOptions options, NodeEvents events, V1Pod pod)
{
    private readonly PodStatus _status = new(pod);
    private readonly ContainerConfiguration _configuration = new(client, pod);
    private int _failures;
    private FaultRule? _crash;

    private V1ObjectMeta Meta => pod.Metadata;

    private string First => pod.Spec.Containers.Concat(pod.Spec.InitContainers ?? []).All(container => ImageNames.IsValid(container.Image))
        ? PodStages.Creating
        : PodStages.InvalidImageName;

    private TimeSpan BackOff => options.BackOff * Math.Min(1 << Math.Clamp(_failures - 1, 0, 10), SimulatedNodeOptions.BackOffLimit);

    /// <summary>Whether the pod has further to go.</summary>
    public static bool IsUnfinished(V1Pod pod) =>
        pod.Status?.Phase is null or "Pending" || (pod.Status.Phase == "Running"
            && pod.Status.Conditions?.Any(condition => condition is { Type: "Ready", Status: "True" }) != true);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // What ran when the node stopped goes on from there; what cannot be pulled is not even tried.
        var stage = PodStages.All[pod.Status?.Phase == "Running" ? PodStages.Running : First];
        while (stage is not null)
        {
            await Task.Delay(WaitFor(stage.Wait), options.Clock, cancellationToken);
            await EnterAsync(stage, cancellationToken);
            if (stage.Next.Any(next => next.If == PodStages.LacksConfiguration))
            {
                _status.Missing = await _configuration.FindMissingAsync(cancellationToken);
            }

            stage = PodStages.After(stage, Holds);
        }
    }

    private TimeSpan WaitFor(StageWait wait) => wait switch
    {
        StageWait.Start => options.PodStartDelay,
        StageWait.Sync => options.BackOff,
        StageWait.BackOff => BackOff,
        StageWait.Probe => options.ProbePeriod,
        _ => TimeSpan.Zero,
    };

    private async Task EnterAsync(PodStage stage, CancellationToken cancellationToken)
    {
        _failures += stage.Containers == ContainerPhase.Crashed || stage.Name == "ErrImagePull" ? 1 : 0;
        var status = _status.Enter(stage, _crash?.ExitCode ?? 1, _crash?.Message, BackOff, options.Clock.GetUtcNow().UtcDateTime);
        // The UID sees to it that another pod of this name is left alone.
        var patch = new V1Patch(
            new V1Pod { Metadata = new V1ObjectMeta { Uid = Meta.Uid }, Status = status }, V1Patch.PatchType.MergePatch);
        await client.CoreV1.PatchNamespacedPodStatusAsync(patch, Meta.Name, Meta.NamespaceProperty, cancellationToken: cancellationToken);
        foreach (var container in pod.Spec.Containers)
        {
            foreach (var said in stage.Events)
            {
                await events.WriteAsync(
                    pod, "kubelet", (said.Type, said.Reason), _status.Fill(said.Message, container, BackOff),
                    $"spec.containers{{{container.Name}}}", cancellationToken);
            }
        }
    }

    private bool Holds(string condition) => condition switch
    {
        PodStages.HasInitContainers => pod.Spec.InitContainers is { Count: > 0 },
        PodStages.RunsToEnd => pod.Spec.RestartPolicy is "OnFailure" or "Never"
            && !pod.Spec.Containers.Any(container => container.Ports is { Count: > 0 }),
        PodStages.CrashesForGood => pod.Spec.RestartPolicy == "Never" && Holds(nameof(Fault.CrashLoopBackOff)),
        PodStages.FirstCrash => _failures == 1,
        PodStages.LacksConfiguration => _status.Missing is not null,
        _ => IsAtFault(Enum.Parse<Fault>(condition)),
    };

    private bool IsAtFault(Fault fault)
    {
        var rule = options.Faults.Take(
            pod.GetAnnotation(FaultPlan.Annotation), "Pod", Meta.NamespaceProperty, Meta.Name, options.Clock.GetUtcNow(), fault);
        _crash = fault == Fault.CrashLoopBackOff ? rule : _crash;
        return rule is not null;
    }
}
