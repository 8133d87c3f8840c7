using Stores.Releases;

namespace Functions.Tests.Stores.Releases;

public sealed class ReleaseRecoveryTests
{
    private static readonly TimeSpan s_longestRun = TimeSpan.FromMinutes(2);
    private static readonly ReleaseMark s_wanted = new("new-content", "this-operation");
    private static readonly ReleaseMark s_earlier = new("old-content", "earlier-operation");

    /// <summary>The revisions' statuses, oldest first; whose operation and content the newest is; how many seconds ago it was
    /// begun.</summary>
    [Theory]
    [InlineData("", "", "", 0, ReleaseAction.Upgrade, null)]
    [InlineData("Deployed", "ours", "same", 0, ReleaseAction.Nothing, null)]
    [InlineData("Deployed", "other", "same", 9999, ReleaseAction.Nothing, null)]
    [InlineData("Superseded Deployed", "other", "different", 9999, ReleaseAction.Upgrade, null)]
    [InlineData("Deployed", "none", "none", 9999, ReleaseAction.Upgrade, null)]
    [InlineData("Failed", "ours", "same", 0, ReleaseAction.Upgrade, null)]
    [InlineData("Deployed Failed", "ours", "same", 0, ReleaseAction.Upgrade, null)]
    [InlineData("Superseded", "ours", "same", 0, ReleaseAction.Upgrade, null)]
    [InlineData("PendingInstall", "ours", "same", 119, ReleaseAction.Wait, null)]
    [InlineData("PendingInstall", "ours", "same", 120, ReleaseAction.Uninstall, null)]
    [InlineData("PendingInstall", "other", "same", 119, ReleaseAction.Wait, null)]
    [InlineData("PendingInstall", "other", "same", 120, ReleaseAction.Uninstall, null)]
    [InlineData("Deployed PendingUpgrade", "none", "none", 119, ReleaseAction.Wait, null)]
    [InlineData("Deployed PendingRollback", "other", "different", 119, ReleaseAction.Wait, null)]
    [InlineData("PendingInstall", "none", "none", 120, ReleaseAction.Uninstall, null)]
    [InlineData("Failed PendingUpgrade", "other", "same", 120, ReleaseAction.Uninstall, null)]
    [InlineData("Deployed PendingUpgrade", "ours", "same", 60, ReleaseAction.Wait, null)]
    [InlineData("Deployed PendingUpgrade", "ours", "same", 121, ReleaseAction.Rollback, 1)]
    [InlineData("Superseded Deployed PendingUpgrade", "other", "same", 120, ReleaseAction.Rollback, 2)]
    [InlineData("Superseded Superseded PendingUpgrade", "other", "same", 120, ReleaseAction.Rollback, 2)]
    [InlineData("Deployed Failed PendingUpgrade", "other", "same", 120, ReleaseAction.Rollback, 1)]
    [InlineData("Deployed PendingUpgrade PendingRollback", "other", "same", 120, ReleaseAction.Rollback, 1)]
    [InlineData("Superseded PendingInstall", "other", "same", 120, ReleaseAction.Rollback, 1)]
    [InlineData("Deployed PendingInstall", "ours", "same", 200, ReleaseAction.Rollback, 1)]
    [InlineData("Uninstalling", "ours", "same", 0, ReleaseAction.Uninstall, null)]
    [InlineData("Superseded Uninstalled", "other", "same", 0, ReleaseAction.Uninstall, null)]
    [InlineData("Unknown", "ours", "same", 0, ReleaseAction.Refuse, null)]
    [InlineData("Deployed Unknown", "other", "same", 0, ReleaseAction.Refuse, null)]
    public void Every_state_has_its_recovery(
        string statuses, string owner, string content, int secondsAgo, ReleaseAction expected, int? revision)
    {
        var mark = owner == "none" ? null : new ReleaseMark(
            content == "same" ? s_wanted.Content : s_earlier.Content, owner == "ours" ? s_wanted.Operation : s_earlier.Operation);
        var names = statuses.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var revisions = names.Select((name, index) => new ReleaseRevision(
            index + 1, Enum.Parse<ReleaseStatus>(name), TimeSpan.FromSeconds(secondsAgo), index == names.Length - 1 ? mark : s_earlier))
            .ToList();

        var decision = ReleaseRecovery.Decide(revisions, new ReleaseIntent(s_wanted, s_longestRun));

        Assert.Equal((expected, revision), (decision.Action, decision.Revision));
        Assert.NotEmpty(decision.Reason);
    }

    [Fact]
    public void A_pending_revision_of_which_nobody_knows_the_age_is_waited_for()
    {
        var pending = new ReleaseRevision(1, ReleaseStatus.PendingInstall, Age: null, s_wanted);

        Assert.Equal(ReleaseAction.Wait, ReleaseRecovery.Decide([pending], new ReleaseIntent(s_wanted, s_longestRun)).Action);
    }

    [Fact]
    public void A_status_is_read_as_helm_writes_it()
    {
        Assert.Equal("pending-upgrade", ReleaseStatus.PendingUpgrade.Word());
        Assert.All(Enum.GetValues<ReleaseStatus>(), status => Assert.Equal(status, ReleaseStatusWords.Parse(status.Word())));
        Assert.Equal(ReleaseStatus.Unknown, ReleaseStatusWords.Parse("new-in-helm-5"));
        Assert.Equal(ReleaseStatus.Unknown, ReleaseStatusWords.Parse(null));
    }

    [Fact]
    public void What_was_deployed_once_is_never_uninstalled_to_make_way_for_an_upgrade()
    {
        foreach (var pending in new[] { ReleaseStatus.PendingInstall, ReleaseStatus.PendingUpgrade, ReleaseStatus.PendingRollback })
        {
            foreach (var before in new[] { ReleaseStatus.Deployed, ReleaseStatus.Superseded })
            {
                var revisions = new[]
                {
                    new ReleaseRevision(4, before, s_longestRun),
                    new ReleaseRevision(5, ReleaseStatus.Failed, s_longestRun),
                    new ReleaseRevision(6, pending, s_longestRun, s_earlier),
                };
                var decision = ReleaseRecovery.Decide(revisions, new ReleaseIntent(s_wanted, s_longestRun));
                Assert.Equal((ReleaseAction.Rollback, 4), (decision.Action, decision.Revision));
            }
        }
    }

    /// <summary>The revisions' statuses, oldest first, of a store that has run.</summary>
    [Theory]
    [InlineData("PendingInstall", 1)]
    [InlineData("Failed PendingRollback", 2)]
    [InlineData("Uninstalling", 1)]
    [InlineData("Uninstalled", 1)]
    [InlineData("Superseded Uninstalling", 1)]
    [InlineData("Failed Uninstalling", 2)]
    public void What_has_run_is_never_uninstalled_whatever_its_history_has_lost(string statuses, int revision)
    {
        var decision = ReleaseRecovery.Decide(
            Revisions(statuses), new ReleaseIntent(s_wanted, s_longestRun, IsRunning: true));

        Assert.Equal((ReleaseAction.Rollback, revision), (decision.Action, decision.Revision));
    }

    [Theory]
    [InlineData("", 3)]
    [InlineData("Failed Failed", 3)]
    [InlineData("Superseded Deployed", 3)]
    [InlineData("Deployed Failed Failed", 3)]
    [InlineData("Superseded Failed", 0)]
    [InlineData("Superseded Superseded PendingRollback", 0)]
    public void Revisions_are_pruned_only_while_the_deployed_one_is_spared(string statuses, int kept) =>
        Assert.Equal(kept, ReleaseRecovery.HistoryMax(Revisions(statuses)));

    private static List<ReleaseRevision> Revisions(string statuses) =>
        [.. statuses.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(
            (name, index) => new ReleaseRevision(index + 1, Enum.Parse<ReleaseStatus>(name), s_longestRun, s_earlier))];

    [Fact]
    public void A_mark_is_two_label_values_whatever_the_operation_is_called()
    {
        var mark = ReleaseMark.Of(new byte[32], $"provision-{new string('x', 200)} =,");

        Assert.All([mark.Content, mark.Operation], value => Assert.Matches("\\A[0-9a-f]{40}\\z", value));
        Assert.NotEqual(ReleaseMark.OfOperation("a"), ReleaseMark.OfOperation("b"));
    }
}
