namespace Stores.Releases;

/// <summary>Decides, from what its records tell, how a release comes to be as wanted, whatever an interrupted helm left.</summary>
/// <remarks>
/// A helm may outlive the process that started it, and an operator's own helm knows of no operation: a pending revision is left alone for
/// as long as a helm of this product can live, whoever began it.
/// </remarks>
public static class ReleaseRecovery
{
    private const int Unlimited = 0;
    private const int MostRevisions = 3;

    /// <summary>Decides.</summary>
    /// <param name="revisions">The release's revisions, oldest first; empty when there is no release.</param>
    /// <param name="intent">What it is to become.</param>
    public static ReleaseDecision Decide(IReadOnlyList<ReleaseRevision> revisions, ReleaseIntent intent) => revisions switch
    {
        [] => new(ReleaseAction.Upgrade, "there is no release"),
        [.., { Status: ReleaseStatus.Deployed } last] => OfDeployed(last, intent),
        [.., { Status: ReleaseStatus.Failed }] => new(ReleaseAction.Upgrade, "the last operation on it failed"),
        [.., { Status: ReleaseStatus.Superseded } last] =>
            new(ReleaseAction.Upgrade, $"revision {last.Revision} was superseded, and what superseded it has no record"),
        [.., { Status: ReleaseStatus.Uninstalling or ReleaseStatus.Uninstalled } last] => OfUninstalled(revisions, last, intent),
        [.., { IsPending: true } last] => OfPending(revisions, last, intent),
        [.., var last] => new(
            ReleaseAction.Refuse,
            $"revision {last.Revision} has a status that is not known: look at it with helm history, and roll back or uninstall by hand"),
    };

    /// <summary>How many revisions helm is to keep, the new one included; 0 for all of them.</summary>
    /// <remarks>What is deployed is never pruned. Once a failed rollback has superseded it, helm would let the failures that follow push
    /// it out.</remarks>
    public static int HistoryMax(IReadOnlyList<ReleaseRevision> revisions) =>
        revisions.Any(revision => revision.WasDeployed) && revisions.All(revision => revision.Status != ReleaseStatus.Deployed)
            ? Unlimited
            : MostRevisions;

    private static ReleaseDecision OfDeployed(ReleaseRevision last, ReleaseIntent intent) =>
        last.Mark?.Content != intent.Mark.Content ? new(ReleaseAction.Upgrade, "it is deployed with another chart or other values")
        : new(ReleaseAction.Nothing, "it is deployed with this chart and these values");

    private static ReleaseDecision OfUninstalled(IReadOnlyList<ReleaseRevision> revisions, ReleaseRevision last, ReleaseIntent intent) =>
        intent.IsRunning
            ? new(
                ReleaseAction.Rollback,
                "an uninstall was begun, and what is left may hold the shop's data",
                (FindGood(revisions) ?? last).Revision)
            : new(ReleaseAction.Uninstall, "an uninstall was begun and left part of it");

    private static ReleaseDecision OfPending(IReadOnlyList<ReleaseRevision> revisions, ReleaseRevision last, ReleaseIntent intent)
    {
        if (last.Age is not { } age || age < intent.LongestRun)
        {
            return new(ReleaseAction.Wait, $"the helm that began revision {last.Revision} a moment ago may still be at work on it");
        }

        var cutOff = $"a helm was cut off in the middle of revision {last.Revision}";
        return FindGood(revisions) is { } good
            ? new(ReleaseAction.Rollback, $"{cutOff}, and revision {good.Revision} was deployed", good.Revision)
            : intent.IsRunning ? new(ReleaseAction.Rollback, $"{cutOff}, and what it worked on may hold the shop's data", last.Revision)
            : new(ReleaseAction.Uninstall, $"{cutOff}, and none was ever deployed");
    }

    // What was deployed once may hold a shop's data: never uninstalled on the way to a newer revision.
    private static ReleaseRevision? FindGood(IReadOnlyList<ReleaseRevision> revisions) =>
        revisions.LastOrDefault(revision => revision.Status == ReleaseStatus.Deployed)
        ?? revisions.LastOrDefault(revision => revision.WasDeployed);
}
