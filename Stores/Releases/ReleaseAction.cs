namespace Stores.Releases;

/// <summary>What can be done with a release.</summary>
public enum ReleaseAction
{
    /// <summary>It is as wanted.</summary>
    Nothing,

    /// <summary>Run helm upgrade --install.</summary>
    Upgrade,

    /// <summary>Return to a revision that was deployed, then look again.</summary>
    Rollback,

    /// <summary>Remove what is there, then look again.</summary>
    Uninstall,

    /// <summary>Another helm may be at work: look again later.</summary>
    Wait,

    /// <summary>Nothing that is safe can be done.</summary>
    Refuse,
}
