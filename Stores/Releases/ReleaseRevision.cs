namespace Stores.Releases;

/// <summary>A revision of a helm release, as its record tells.</summary>
/// <param name="Revision">1 for the first.</param>
/// <param name="Status">Its status.</param>
/// <param name="Age">
/// How long ago its record was made, by the cluster's clock alone: the helm that made it had just begun. Null where that was not asked.
/// </param>
/// <param name="Mark">What was installed and by which operation; null when it was not this product that installed it.</param>
public sealed record ReleaseRevision(int Revision, ReleaseStatus Status, TimeSpan? Age = null, ReleaseMark? Mark = null)
{
    /// <summary>The chart's name and version, as in the label helm.sh/chart; null where only the record's labels were read.</summary>
    public string? Chart { get; init; }

    /// <summary>Whether it is what is installed.</summary>
    public bool IsDeployed => Status == ReleaseStatus.Deployed;

    /// <summary>Whether the revision was installed once: what it made may hold a shop's data.</summary>
    public bool WasDeployed => Status is ReleaseStatus.Deployed or ReleaseStatus.Superseded;

    /// <summary>Whether helm is, or was when it was cut off, in the middle of it.</summary>
    public bool IsPending => Status is ReleaseStatus.PendingInstall or ReleaseStatus.PendingUpgrade or ReleaseStatus.PendingRollback;
}
