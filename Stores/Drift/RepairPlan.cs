using Stores.Core;

namespace Stores.Drift;

/// <summary>What a repair does.</summary>
/// <param name="Hopeless">Why nothing can be done; null when something can.</param>
/// <param name="RestoreCredentials">Whether the credentials Secret is made again from where they are kept.</param>
/// <param name="Release">What is done about the release.</param>
public sealed record RepairPlan(StoreFailure? Hopeless, bool RestoreCredentials, ReleaseRemedy Release)
{
    /// <summary>Plans for what was seen now, which may be less than when the repair was decided on.</summary>
    public static RepairPlan For(IReadOnlyList<StoreDrift> drifts)
    {
        if (drifts.FirstOrDefault(drift => drift.Subject.StartsWith(StoreDrift.NamespaceSubject, StringComparison.Ordinal)) is { } lost)
        {
            return new(new StoreFailure(lost.Reason, lost.Message), false, ReleaseRemedy.None);
        }

        var ours = drifts.Where(drift => drift.Remedy == DriftRemedy.Repair).ToLookup(drift => drift.Subject.Split(' ')[0]);
        return new(
            null,
            ours.Contains(StoreDrift.SecretSubject),
            ours.Contains(StoreDrift.ReleaseSubject) ? ReleaseRemedy.Install
                : ours.Any(subject => subject.Key != StoreDrift.SecretSubject) ? ReleaseRemedy.Reapply
                : ReleaseRemedy.None);
    }

    /// <summary>What a repair has failed at when it is still there afterwards; null when nothing of that is left.</summary>
    public static StoreFailure? Remaining(IReadOnlyList<StoreDrift> drifts) =>
        drifts.FirstOrDefault(drift => drift.Remedy == DriftRemedy.Repair) is { } left
            ? new StoreFailure(
                Reasons.DriftRemains, $"{left.Message} Something changes it back; look for whoever does, or pause the store's repairs.")
            : null;
}
