namespace Functions.Stores;

/// <summary>What is to be done with a release next.</summary>
/// <param name="Action">What.</param>
/// <param name="Reason">Why, as the end of a sentence that begins with the action.</param>
/// <param name="Revision">For a rollback, the revision to return to.</param>
public sealed record ReleaseDecision(ReleaseAction Action, string Reason, int? Revision = null);

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

/// <summary>What a release is to become.</summary>
/// <param name="Mark">What is to be installed, and by which operation.</param>
/// <param name="LongestRun">The longest that a helm lives, from its start to its forced end.</param>
/// <param name="IsRunning">Whether the store has run: what its release made may hold a shop's data.</param>
public sealed record ReleaseIntent(ReleaseMark Mark, TimeSpan LongestRun, bool IsRunning = false);
