namespace Functions.SimulatedCluster.Faults;

/// <summary>
/// What goes wrong in a cluster; rules may come and go at any time. An object's own annotation <see cref="Annotation"/> says the same of it
/// alone.
/// </summary>
public sealed class FaultPlan
{
    /// <summary>
    /// Names an object's fault: on a pod (or its template), a Service, an Ingress, a PersistentVolumeClaim or a Namespace.
    /// </summary>
    public const string Annotation = "simulated-cluster/fault";

    private readonly Lock _lock = new();
    private readonly List<Entry> _entries = [];

    /// <summary>Adds a rule; the first that concerns something decides.</summary>
    public void Add(FaultRule rule)
    {
        lock (_lock)
        {
            _entries.Add(new Entry(rule) { Left = rule.Times ?? int.MaxValue });
        }
    }

    /// <summary>Ends a rule.</summary>
    public void Remove(FaultRule rule)
    {
        lock (_lock)
        {
            _entries.RemoveAll(entry => entry.Rule == rule);
        }
    }

    /// <summary>The rule that makes something go wrong now; counts as one of its times.</summary>
    /// <param name="verb">The request's verb; null for an object.</param>
    /// <param name="kind">The kind.</param>
    /// <param name="ns">The namespace; empty for cluster-scoped kinds.</param>
    /// <param name="name">The name; empty when a request names none.</param>
    /// <param name="now">The cluster's time.</param>
    /// <param name="faults">Those that could happen here.</param>
    internal FaultRule? Take(string? verb, string kind, string ns, string name, DateTimeOffset now, params ReadOnlySpan<Fault> faults)
    {
        lock (_lock)
        {
            foreach (var entry in _entries)
            {
                if (faults.Contains(entry.Rule.Fault) && entry.Left > 0 && (entry.Until is null || now < entry.Until)
                    && entry.Rule.Concerns(verb, kind, ns, name))
                {
                    entry.Left -= entry.Rule.Times is null ? 0 : 1;
                    entry.Until ??= now + entry.Rule.For;
                    return entry.Rule;
                }
            }

            return null;
        }
    }

    /// <summary>
    /// As <see cref="Take(string?, string, string, string, DateTimeOffset, ReadOnlySpan{Fault})"/> for an object, whose annotation comes
    /// first.
    /// </summary>
    internal FaultRule? Take(string? annotation, string kind, string ns, string name, DateTimeOffset now, Fault fault) =>
        annotation == fault.ToString() ? new FaultRule(fault) : Take(null, kind, ns, name, now, [fault]);

    private sealed class Entry(FaultRule rule)
    {
        public FaultRule Rule { get; } = rule;

        public int Left { get; set; }

        public DateTimeOffset? Until { get; set; }
    }
}
