namespace Functions.Stores;

/// <summary>What a look at a store's remains means for its removal.</summary>
public abstract record AbsenceDecision
{
    private AbsenceDecision()
    {
    }

    /// <summary>Nothing is left that can be looked at.</summary>
    public sealed record Gone : AbsenceDecision;

    /// <summary>Something is left and may still go.</summary>
    /// <param name="Message">What keeps it, in one sentence.</param>
    public sealed record Waiting(string Message) : AbsenceDecision;

    /// <summary>It will not go by waiting, or has been waited for long enough.</summary>
    /// <param name="Reason">Why, and what to do.</param>
    public sealed record Stuck(StoreFailure Reason) : AbsenceDecision;
}

/// <summary>Decides how long to wait for a store's absence, from what is left of it alone.</summary>
public static class AbsencePolicy
{
    private const string Retain = nameof(Retain);

    /// <summary>Decides.</summary>
    /// <param name="store">Whose remains.</param>
    /// <param name="remains">What is left.</param>
    /// <param name="waited">Since the deletion was asked for.</param>
    /// <param name="late">Whether that is long enough to call an operator.</param>
    public static AbsenceDecision Decide(StoreResources store, StoreRemains remains, TimeSpan waited, bool late)
    {
        var volumes = remains.Volumes ?? [];
        if (remains.Namespace is null && volumes.Count == 0)
        {
            return new AbsenceDecision.Gone();
        }

        // With its claim gone, nothing but a hand removes such a volume, and it bills until then.
        if (remains.Namespace is null && volumes.All(volume => volume.ReclaimPolicy == Retain))
        {
            return new AbsenceDecision.Stuck(new(
                "VolumesRetained",
                $"{Name(volumes)} will stay, for the reclaim policy says so: save what is needed, delete the volume and its disk, "
                + "then delete the store again."));
        }

        if (remains.Namespace is { } keeps)
        {
            return late
                ? new AbsenceDecision.Stuck(new(
                    "NamespaceStuck",
                    $"Namespace {store.Namespace} is still there after {Describe(waited)}: {keeps} Mend what it names, "
                    + "then delete the store again; finalizers whose owner is gone for good can be removed by "
                    + $"POST /api/stores/{store.Name}/strip-finalizers."))
                : new AbsenceDecision.Waiting($"Waiting for namespace {store.Namespace} to go: {keeps}");
        }

        return late
            ? new AbsenceDecision.Stuck(new(
                "VolumesRemain",
                $"{Name(volumes)} is still there after {Describe(waited)}: look at the volume's events and its provisioner, "
                + "then delete the store again."))
            : new AbsenceDecision.Waiting($"Waiting for the volumes to go: {Name(volumes)}.");
    }

    private static string Name(IReadOnlyList<VolumeRemains> volumes) =>
        string.Join(", ", volumes.Select(volume => $"PersistentVolume {volume.Name} ({volume.ReclaimPolicy}, {volume.Phase})"));

    private static string Describe(TimeSpan waited) => waited.TotalMinutes >= 2
        ? $"{waited.TotalMinutes:0} minutes"
        : $"{waited.TotalSeconds:0} s";
}
