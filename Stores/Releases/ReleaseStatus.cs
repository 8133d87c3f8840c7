namespace Stores.Releases;

/// <summary>The status of a helm release's revision, in helm's words.</summary>
public enum ReleaseStatus
{
    /// <summary>A status this product does not know.</summary>
    Unknown,

    /// <summary>The revision is installed.</summary>
    Deployed,

    /// <summary>Its install, upgrade or rollback failed.</summary>
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
