using Stores.Core;

namespace Stores.Readiness;

/// <summary>What a wait for readiness bears before it gives up early.</summary>
public sealed record ReadinessSettings : ISettings
{
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(1);

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

    /// <inheritdoc/>
    public IEnumerable<string> FindErrors() =>
    [
        .. SettingRange.Check<TimeSpan>(nameof(Deadline), Deadline, TimeSpan.FromMilliseconds(1), s_longest),
        .. SettingRange.Check<int>(nameof(CrashLimit), CrashLimit, 1, 1000),
        .. SettingRange.Check<TimeSpan>(nameof(ScheduleGrace), ScheduleGrace, TimeSpan.Zero, s_longest),
        .. SettingRange.Check<TimeSpan>(nameof(VolumeGrace), VolumeGrace, TimeSpan.Zero, s_longest),
        .. SettingRange.Check<TimeSpan>(nameof(Grace), Grace, TimeSpan.Zero, s_longest),
    ];
}
