namespace Functions.SimulatedCluster.Faults;

/// <summary>A line of a fault plan: what goes wrong, with which objects or requests, and how often or how long.</summary>
/// <param name="Fault">What goes wrong.</param>
public sealed record FaultRule(Fault Fault)
{
    /// <summary>
    /// For faults of requests, the verb as RBAC names it: get, list, watch, create, update, patch, delete, deletecollection; null for any.
    /// </summary>
    public string? Verb { get; init; }

    /// <summary>The kind, such as Pod; null for any.</summary>
    public string? Kind { get; init; }

    /// <summary>The namespace of namespaced objects; null for any.</summary>
    public string? Namespace { get; init; }

    /// <summary>What the object's name begins with.</summary>
    public string NamePrefix { get; init; } = "";

    /// <summary>How many times: attempts of a pod, or requests; null for always.</summary>
    public int? Times { get; init; }

    /// <summary>How long, from the first time on; null for ever.</summary>
    public TimeSpan? For { get; init; }

    /// <summary>
    /// The Retry-After of <see cref="Fault.TooManyRequests"/> (whole seconds), the lateness of <see cref="Fault.Latency"/>, the life of a
    /// <see cref="Fault.DroppedWatch"/>; 1 s by default.
    /// </summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The exit code of containers that crash, 1 to 255; 137 counts as killed for want of memory.</summary>
    public int ExitCode { get; init; } = 1;

    /// <summary>What containers that crash say at last, in their status and their log.</summary>
    public string? Message { get; init; }

    internal bool Concerns(string? verb, string kind, string ns, string name) =>
        (Verb is null || Verb == verb) && (Kind is null || Kind == kind) && (Namespace is null || Namespace == ns)
        && name.StartsWith(NamePrefix, StringComparison.Ordinal);
}
