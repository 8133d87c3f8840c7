using Stores.Core;

namespace Stores.Removal;

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
                Reasons.VolumesRetained,
                $"{Name(volumes)} will stay, for the reclaim policy says so: save what is needed, delete the volume and its disk, "
                + "then delete the store again."));
        }

        if (remains.Namespace is { } keeps)
        {
            return late
                ? new AbsenceDecision.Stuck(new(
                    Reasons.NamespaceStuck,
                    $"Namespace {store.Namespace} is still there after {Describe(waited)}: {keeps} Mend what it names, "
                    + "then delete the store again; finalizers whose owner is gone for good can be removed by "
                    + $"POST /api/stores/{store.Name}/strip-finalizers."))
                : new AbsenceDecision.Waiting($"Waiting for namespace {store.Namespace} to go: {keeps}");
        }

        return late
            ? new AbsenceDecision.Stuck(new(
                Reasons.VolumesRemain,
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
