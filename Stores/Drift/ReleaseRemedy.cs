namespace Stores.Drift;

/// <summary>What to do about a helm release that has drifted.</summary>
public enum ReleaseRemedy
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Apply the deployed revision's manifest again, and remove what was added to it.</summary>
    Reapply,

    /// <summary>Install it or upgrade over what is there: no revision is deployed.</summary>
    Install,
}
