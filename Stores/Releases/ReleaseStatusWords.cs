namespace Stores.Releases;

/// <summary>How helm writes a status (https://pkg.go.dev/helm.sh/helm/v4/pkg/release/common#Status).</summary>
public static class ReleaseStatusWords
{
    private static readonly Dictionary<string, ReleaseStatus> s_statuses = new(StringComparer.Ordinal)
    {
        ["deployed"] = ReleaseStatus.Deployed,
        ["failed"] = ReleaseStatus.Failed,
        ["uninstalled"] = ReleaseStatus.Uninstalled,
        ["uninstalling"] = ReleaseStatus.Uninstalling,
        ["pending-install"] = ReleaseStatus.PendingInstall,
        ["pending-upgrade"] = ReleaseStatus.PendingUpgrade,
        ["pending-rollback"] = ReleaseStatus.PendingRollback,
        ["superseded"] = ReleaseStatus.Superseded,
    };

    /// <summary>The status that a word stands for; Unknown for any other word, and for none.</summary>
    public static ReleaseStatus Parse(string? word) => s_statuses.GetValueOrDefault(word ?? "", ReleaseStatus.Unknown);

    /// <summary>The word; "unknown" where helm has none.</summary>
    public static string Word(this ReleaseStatus status) =>
        s_statuses.FirstOrDefault(known => known.Value == status).Key ?? "unknown";
}
