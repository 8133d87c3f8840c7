using Functions.SimulatedCluster.Faults;

namespace Functions.SimulatedCluster;

/// <summary>How a simulated node behaves.</summary>
public sealed record SimulatedNodeOptions
{
    /// <summary>By how much the waits between failures grow at most, as kubelet's do (10 s to 5 minutes).</summary>
    internal const int BackOffLimit = 30;

    /// <summary>The Node object's name.</summary>
    public string Name { get; init; } = "simulated-node";

    /// <summary>
    /// From a pod's binding to its being ready; for a pod that runs to its end, to its success; from a container's start to its crash.
    /// </summary>
    public TimeSpan PodStartDelay { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>From a LoadBalancer Service's or an Ingress' creation to its address.</summary>
    public TimeSpan LoadBalancerDelay { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>The namespace that the ingress controller's pods are taken to be in: what NetworkPolicies must admit.</summary>
    public string IngressNamespace { get; init; } = "ingress-nginx";

    /// <summary>The wait after a first failure; it doubles up to thirty times of this. Kubelet's is 10 s.</summary>
    public TimeSpan BackOff { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Between probes that fail.</summary>
    public TimeSpan ProbePeriod { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>What goes wrong; a simulated cluster's own node follows the cluster's plan.</summary>
    public FaultPlan Faults { get; init; } = new();

    /// <summary>The clock of every delay; a simulated cluster's own node follows the cluster's.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
