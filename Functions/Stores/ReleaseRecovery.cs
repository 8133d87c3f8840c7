namespace Functions.Stores;

/// <summary>A helm release's status, in helm's words.</summary>
public enum ReleaseStatus
{
    /// <summary>A status this product does not know.</summary>
    Unknown,

    /// <summary>The last operation succeeded.</summary>
    Deployed,

    /// <summary>The last operation failed.</summary>
    Failed,

    /// <summary>Uninstalled with its history kept.</summary>
    Uninstalled,

    /// <summary>Being uninstalled, or left so.</summary>
    Uninstalling,

    /// <summary>Being installed, or left so.</summary>
    PendingInstall,

    /// <summary>Being upgraded, or left so.</summary>
    PendingUpgrade,

    /// <summary>Being rolled back, or left so.</summary>
    PendingRollback,

    /// <summary>Replaced by a newer revision.</summary>
    Superseded,
}

/// <summary>What to do with a release before it is installed or upgraded.</summary>
public enum ReleaseAction
{
    /// <summary>Go on to helm upgrade --install.</summary>
    None,

    /// <summary>Uninstall what is there first.</summary>
    Uninstall,

    /// <summary>Roll back to the revision before first.</summary>
    Rollback,
}

/// <summary>Decides how to recover a release that an earlier, interrupted run left half-made.</summary>
/// <remarks>One operation per store at a time: whoever left a release pending is no longer running.</remarks>
public static class ReleaseRecovery
{
    /// <summary>Decides from the release's status; null when there is no release.</summary>
    public static (ReleaseAction Action, string Reason) Decide(ReleaseStatus? status) => status switch
    {
        null => (ReleaseAction.None, "there is no release"),
        ReleaseStatus.Deployed or ReleaseStatus.Failed or ReleaseStatus.Superseded => (ReleaseAction.None, "the release can be upgraded"),
        ReleaseStatus.PendingInstall => (ReleaseAction.Uninstall, "an interrupted install left it pending"),
        ReleaseStatus.Uninstalling or ReleaseStatus.Uninstalled => (ReleaseAction.Uninstall, "an interrupted uninstall left it behind"),
        ReleaseStatus.PendingUpgrade or ReleaseStatus.PendingRollback => (ReleaseAction.Rollback, "an interrupted upgrade or rollback left it pending"),
        _ => (ReleaseAction.Uninstall, "its status is unknown"),
    };
}
