using Functions.SimulatedCluster.Faults;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Functions.SimulatedCluster;

/// <summary>How a simulated cluster behaves.</summary>
public sealed class SimulatedClusterOptions
{
    /// <summary>Where its kubeconfig and, when it persists, its objects are; made when missing.</summary>
    public required string Folder { get; init; }

    /// <summary>The port on 127.0.0.1; 0 for any free one (a persisted cluster tries its last one first).</summary>
    public int Port { get; init; }

    /// <summary>Whether objects outlive the process.</summary>
    public bool Persist { get; init; }

    /// <summary>How its node behaves; null for a cluster without a node, whose pods stay Pending.</summary>
    public SimulatedNodeOptions? Node { get; init; } = new();

    /// <summary>What goes wrong, with objects and with requests.</summary>
    public FaultPlan Faults { get; init; } = new();

    /// <summary>The clock of every timestamp, delay and schedule.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Where it logs.</summary>
    public ILoggerFactory Loggers { get; init; } = NullLoggerFactory.Instance;
}
