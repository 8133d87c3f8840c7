namespace Functions.SimulatedCluster;

/// <summary>How a simulated node behaves.</summary>
public sealed class SimulatedNodeOptions
{
    /// <summary>The Node object's name.</summary>
    public string Name { get; init; } = "simulated-node";

    /// <summary>From a pod's binding to its being ready; for a Job's pod, to its success.</summary>
    public TimeSpan PodStartDelay { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>From a LoadBalancer Service's creation to its address.</summary>
    public TimeSpan LoadBalancerDelay { get; init; } = TimeSpan.FromMilliseconds(300);
}

/// <summary>What is wrong with a pod.</summary>
public enum PodFaultKind
{
    /// <summary>Its image cannot be pulled.</summary>
    ImagePullBackOff,

    /// <summary>Its container ends again and again.</summary>
    CrashLoopBackOff,

    /// <summary>It runs and its readiness probe never succeeds.</summary>
    NeverReady,
}

/// <summary>Which pods are at fault, and how.</summary>
/// <param name="Namespace">The pods' namespace.</param>
/// <param name="Kind">What is wrong.</param>
/// <param name="PodNamePrefix">Only pods whose name begins so.</param>
public sealed record PodFault(string Namespace, PodFaultKind Kind, string PodNamePrefix = "");
