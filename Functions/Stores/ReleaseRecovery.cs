namespace Functions.Stores;

/// <summary>Decides, from what its records tell, how a release comes to be as wanted, whatever an interrupted helm left.</summary>
/// <remarks>
/// One operation per store runs at a time, so that whoever else left a release pending is no longer at work. The same operation may be: an
/// activity is delivered at least once, and the helm of an earlier delivery can outlive the process that started it, though never its time limit.
/// </remarks>
public static class ReleaseRecovery
{
    /// <summary>Decides.</summary>
    /// <param name="revisions">The release's revisions, oldest first; empty when there is no release.</param>
    /// <param name="intent">What it is to become.</param>
    /// <param name="now">UTC.</param>
    public static ReleaseDecision Decide(IReadOnlyList<ReleaseRevision> revisions, ReleaseIntent intent, DateTime now) => revisions switch
    {
        [] => new(ReleaseAction.Upgrade, "there is no release"),
        [.., { Status: ReleaseStatus.Deployed } last] => OfDeployed(last, intent),
        [.., { Status: ReleaseStatus.Failed }] => new(ReleaseAction.Upgrade, "the last operation on it failed"),
        [.., { Status: ReleaseStatus.Superseded } last] => new(ReleaseAction.Upgrade, $"revision {last.Revision} was superseded, and what superseded it has no record"),
        [.., { Status: ReleaseStatus.Uninstalling or ReleaseStatus.Uninstalled }] => new(ReleaseAction.Uninstall, "an uninstall was begun and left part of it"),
        [.., { IsPending: true } last] => OfPending(revisions, last, intent, now),
        [.., var last] => new(ReleaseAction.Refuse, $"revision {last.Revision} has a status that is not known: look at it with helm history, and roll back or uninstall by hand"),
    };

    private static ReleaseDecision OfDeployed(ReleaseRevision last, ReleaseIntent intent) =>
        last.Mark?.Content != intent.Mark.Content ? new(ReleaseAction.Upgrade, "it is deployed with another chart or other values")
        : new(ReleaseAction.Nothing, "it is deployed with this chart and these values");

    private static ReleaseDecision OfPending(IReadOnlyList<ReleaseRevision> revisions, ReleaseRevision last, ReleaseIntent intent, DateTime now)
    {
        if (last.Mark?.Operation == intent.Mark.Operation && now - last.ChangedAt < intent.LongestRun)
        {
            return new(ReleaseAction.Wait, "a helm that an earlier try started may still be at work on it");
        }

        // What was deployed once may hold a shop's data: never uninstalled on the way to a newer revision.
        var good = revisions.LastOrDefault(revision => revision.Status == ReleaseStatus.Deployed) ?? revisions.LastOrDefault(revision => revision.WasDeployed);
        return good is not null
            ? new(ReleaseAction.Rollback, $"a helm was cut off in the middle of revision {last.Revision}, and revision {good.Revision} was deployed", good.Revision)
            : new(ReleaseAction.Uninstall, $"a helm was cut off in the middle of revision {last.Revision}, and none was ever deployed");
    }
}
