using System.Globalization;
using k8s.Models;

namespace Functions.SimulatedCluster.Lifecycle;

/// <summary>What kubelet says of a pod: its stage, and what went before.</summary>
internal sealed class PodStatus(V1Pod pod)
{
    private const string Protocol = "simulated://";

    private readonly V1PodCondition? _scheduled = pod.Status?.Conditions?.FirstOrDefault(condition => condition.Type == "PodScheduled");
    private readonly Dictionary<string, V1PodCondition> _conditions = (pod.Status?.Conditions ?? []).ToDictionary(
        condition => condition.Type);
    private DateTime? _startTime = pod.Status?.StartTime;
    private DateTime? _startedAt = pod.Status?.ContainerStatuses?.FirstOrDefault()?.State?.Running?.StartedAt;
    private V1ContainerStateTerminated? _last = pod.Status?.ContainerStatuses?.FirstOrDefault()?.LastState?.Terminated;

    /// <summary>How often its containers were started anew.</summary>
    public int Restarts { get; private set; } = pod.Status?.ContainerStatuses?.Select(container => container.RestartCount)
        .DefaultIfEmpty().Max() ?? 0;

    /// <summary>What its containers' environment is to be made of and is not there; null when all is.</summary>
    public string? Missing { get; set; }

    /// <summary>The status that a stage writes.</summary>
    /// <param name="stage">The stage that begins.</param>
    /// <param name="exitCode">Of containers that crash.</param>
    /// <param name="message">What they say at last.</param>
    /// <param name="backOff">The wait before the next attempt.</param>
    /// <param name="now">The time.</param>
    public V1PodStatus Enter(PodStage stage, int exitCode, string? message, TimeSpan backOff, DateTime now)
    {
        _startTime ??= now;
        if (stage.Containers == ContainerPhase.Running && _startedAt is null)
        {
            _startedAt = now;
            Restarts += _last is null ? 0 : 1;
        }

        var ended = stage.Containers is ContainerPhase.Completed or ContainerPhase.Crashed
            ? new V1ContainerStateTerminated
            {
                ExitCode = stage.Containers == ContainerPhase.Completed ? 0 : exitCode,
                Reason = stage.Containers == ContainerPhase.Crashed && exitCode == 137 ? "OOMKilled" : stage.Reason,
                Message = stage.Containers == ContainerPhase.Crashed ? message : null,
                StartedAt = _startedAt,
                FinishedAt = now,
            }
            : null;
        var status = Describe(stage, ended, backOff, now);
        if (ended is not null && stage.Phase == "Running")
        {
            (_last, _startedAt) = (ended, null);
        }

        return status;
    }

    /// <summary>Fills in what a text of a stage names.</summary>
    public string Fill(string text, V1Container container, TimeSpan backOff) => text
        .Replace("{container}", container.Name, StringComparison.Ordinal)
        .Replace("{image}", container.Image, StringComparison.Ordinal)
        .Replace("{missing}", Missing, StringComparison.Ordinal)
        .Replace("{backoff}", string.Create(CultureInfo.InvariantCulture, $"{backOff.TotalSeconds}s"), StringComparison.Ordinal)
        .Replace("{pod}", $"{pod.Metadata.Name}_{pod.Metadata.NamespaceProperty}({pod.Metadata.Uid})", StringComparison.Ordinal);

    private V1PodStatus Describe(PodStage stage, V1ContainerStateTerminated? ended, TimeSpan backOff, DateTime now) => new()
    {
        Phase = stage.Phase,
        HostIP = "127.0.0.1",
        PodIP = stage.Phase == "Pending" ? null : Address(),
        StartTime = _startTime,
        InitContainerStatuses = pod.Spec.InitContainers is { Count: > 0 } initial
            ? [.. initial.Select(container => Init(stage, container, now))]
            : null,
        ContainerStatuses = [.. pod.Spec.Containers.Select(container => new V1ContainerStatus
        {
            Name = container.Name,
            Image = container.Image,
            ImageID = stage.Phase == "Pending" ? "" : container.Image,
            ContainerID = _startedAt is null && _last is null ? null : ContainerId(container, Restarts),
            Ready = stage.Ready,
            Started = stage.Containers == ContainerPhase.Running,
            RestartCount = Restarts,
            LastState = _last is null ? null : new V1ContainerState
            {
                Terminated = WithId(_last, container, Restarts - (stage.Containers == ContainerPhase.Running ? 1 : 0)),
            },
            State = new V1ContainerState
            {
                Waiting = stage.Containers == ContainerPhase.Waiting
                    ? new V1ContainerStateWaiting { Reason = stage.Reason, Message = Fill(stage.Message, container, backOff) }
                    : null,
                Running = stage.Containers == ContainerPhase.Running ? new V1ContainerStateRunning { StartedAt = _startedAt } : null,
                Terminated = ended is null ? null : WithId(ended, container, Restarts),
            },
        })],
        Conditions = Conditions(stage, now),
    };

    private List<V1PodCondition> Conditions(PodStage stage, DateTime now)
    {
        var initialized = stage.InitContainers == ContainerPhase.Completed || pod.Spec.InitContainers is not { Count: > 0 };
        var (ready, why) =
            (stage.Ready ? "True" : "False", stage.Ready ? null : stage.Phase == "Succeeded" ? "PodCompleted" : "ContainersNotReady");
        Set("PodReadyToStartContainers", stage.Phase is "Pending" or "Running" ? "True" : "False", null, now);
        Set("Initialized", initialized ? "True" : "False", initialized ? null : "ContainersNotInitialized", now);
        Set("ContainersReady", ready, why, now);
        Set("Ready", ready, why, now);
        _conditions["PodScheduled"] = _scheduled is { Status: "True" }
            ? _scheduled
            : new V1PodCondition { Type = "PodScheduled", Status = "True", LastTransitionTime = _startTime };
        return [.. _conditions.Values];
    }

    private void Set(string type, string status, string? reason, DateTime now)
    {
        var before = _conditions.GetValueOrDefault(type);
        _conditions[type] = new V1PodCondition
        {
            Type = type,
            Status = status,
            Reason = reason,
            Message = reason is "ContainersNotReady"
                ? $"containers with unready status: [{string.Join(' ', pod.Spec.Containers.Select(container => container.Name))}]"
                : null,
            LastTransitionTime = before?.Status == status ? before.LastTransitionTime : now,
        };
    }

    private V1ContainerStatus Init(PodStage stage, V1Container container, DateTime now) => new()
    {
        Name = container.Name,
        Image = container.Image,
        ImageID = stage.InitContainers == ContainerPhase.Waiting ? "" : container.Image,
        ContainerID = stage.InitContainers == ContainerPhase.Waiting ? null : ContainerId(container, 0),
        Ready = stage.InitContainers == ContainerPhase.Completed,
        State = stage.InitContainers switch
        {
            ContainerPhase.Waiting => new V1ContainerState { Waiting = new V1ContainerStateWaiting { Reason = "PodInitializing" } },
            ContainerPhase.Running => new V1ContainerState { Running = new V1ContainerStateRunning { StartedAt = now } },
            _ => new V1ContainerState
            {
                Terminated = new V1ContainerStateTerminated
                {
                    ExitCode = 0,
                    Reason = "Completed",
                    StartedAt = _startTime,
                    FinishedAt = _startedAt,
                    ContainerID = ContainerId(container, 0),
                },
            },
        },
    };

    private V1ContainerStateTerminated WithId(V1ContainerStateTerminated state, V1Container container, int run) => new()
    {
        ExitCode = state.ExitCode,
        Reason = state.Reason,
        Message = state.Message,
        StartedAt = state.StartedAt,
        FinishedAt = state.FinishedAt,
        ContainerID = ContainerId(container, run),
    };

    private string ContainerId(V1Container container, int run) => $"{Protocol}{pod.Metadata.Uid}/{container.Name}/{run}";

    // Any address of the pod network does, as long as a pod keeps it.
    private string Address()
    {
        var hash = (uint)string.GetHashCode(pod.Metadata.Uid, StringComparison.Ordinal);
        return pod.Status?.PodIP ?? $"10.244.{hash % 250}.{2 + (hash / 250 % 250)}";
    }
}
