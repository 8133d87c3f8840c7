using Functions.Stores;

namespace Functions.Tests.Stores;

public sealed class ReleaseRecoveryTests
{
    [Theory]
    [InlineData(null, ReleaseAction.None)]
    [InlineData(ReleaseStatus.Deployed, ReleaseAction.None)]
    [InlineData(ReleaseStatus.Failed, ReleaseAction.None)]
    [InlineData(ReleaseStatus.Superseded, ReleaseAction.None)]
    [InlineData(ReleaseStatus.PendingInstall, ReleaseAction.Uninstall)]
    [InlineData(ReleaseStatus.Uninstalling, ReleaseAction.Uninstall)]
    [InlineData(ReleaseStatus.Uninstalled, ReleaseAction.Uninstall)]
    [InlineData(ReleaseStatus.Unknown, ReleaseAction.Uninstall)]
    [InlineData(ReleaseStatus.PendingUpgrade, ReleaseAction.Rollback)]
    [InlineData(ReleaseStatus.PendingRollback, ReleaseAction.Rollback)]
    public void Every_status_has_its_recovery(ReleaseStatus? status, ReleaseAction expected)
    {
        var (action, reason) = ReleaseRecovery.Decide(status);
        Assert.Equal(expected, action);
        Assert.NotEmpty(reason);
    }
}
