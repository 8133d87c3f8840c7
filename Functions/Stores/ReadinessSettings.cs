namespace Functions.Stores;

/// <summary>What a wait for readiness bears before it gives up early.</summary>
public sealed record ReadinessSettings
{
    /// <summary>
    /// The longest that everything together may take, from the database's first look to the certificate; no look begins later.
    /// </summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Restarts during the wait after which a crashing container is given up; at least 1.</summary>
    public int CrashLimit { get; init; } = 5;

    /// <summary>How long a pod may be unschedulable: an autoscaler may be adding a node.</summary>
    public TimeSpan ScheduleGrace { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a volume's provisioning may fail: the provisioner tries again by itself.</summary>
    public TimeSpan VolumeGrace { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long all else is borne that may pass by itself: an image that cannot be pulled, a pod that is refused, ...</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Every rule that is broken; empty when all hold.</summary>
    public IEnumerable<string> FindErrors()
    {
        if (Deadline <= TimeSpan.Zero)
        {
            yield return $"{nameof(Deadline)} must be more than zero.";
        }

        if (CrashLimit < 1)
        {
            yield return $"{nameof(CrashLimit)} must be at least 1.";
        }

        if (ScheduleGrace < TimeSpan.Zero)
        {
            yield return $"{nameof(ScheduleGrace)} must not be less than zero.";
        }

        if (VolumeGrace < TimeSpan.Zero)
        {
            yield return $"{nameof(VolumeGrace)} must not be less than zero.";
        }

        if (Grace < TimeSpan.Zero)
        {
            yield return $"{nameof(Grace)} must not be less than zero.";
        }
    }
}
