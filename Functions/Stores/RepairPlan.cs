namespace Functions.Stores;

/// <summary>What to do about a helm release that has drifted.</summary>
public enum ReleaseRemedy
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Apply the deployed revision's manifest again, and remove what was added to it.</summary>
    Reapply,

    /// <summary>Install it or upgrade over what is there: no revision is deployed.</summary>
    Install,
}

/// <summary>What a repair does.</summary>
/// <param name="Hopeless">Why nothing can be done; null when something can.</param>
/// <param name="RestoreCredentials">Whether the credentials Secret is made again from where they are kept.</param>
/// <param name="Release">What is done about the release.</param>
public sealed record RepairPlan(StoreFailure? Hopeless, bool RestoreCredentials, ReleaseRemedy Release)
{
    /// <summary>Plans for what was seen now, which may be less than when the repair was decided on.</summary>
    public static RepairPlan For(IReadOnlyList<Drift> drifts)
    {
        if (drifts.FirstOrDefault(drift => drift.Subject.StartsWith(Drift.NamespaceSubject, StringComparison.Ordinal)) is { } lost)
        {
            return new(new StoreFailure(lost.Reason, lost.Message), false, ReleaseRemedy.None);
        }

        var ours = drifts.Where(drift => drift.Remedy == DriftRemedy.Repair).ToLookup(drift => drift.Subject.Split(' ')[0]);
        return new(
            null,
            ours.Contains(Drift.SecretSubject),
            ours.Contains(Drift.ReleaseSubject) ? ReleaseRemedy.Install
                : ours.Any(subject => subject.Key != Drift.SecretSubject) ? ReleaseRemedy.Reapply
                : ReleaseRemedy.None);
    }

    /// <summary>What a repair has failed at when it is still there afterwards; null when nothing of that is left.</summary>
    public static StoreFailure? Remaining(IReadOnlyList<Drift> drifts) =>
        drifts.FirstOrDefault(drift => drift.Remedy == DriftRemedy.Repair) is { } left
            ? new StoreFailure(
                "DriftRemains", $"{left.Message} Something changes it back; look for whoever does, or pause the store's repairs.")
            : null;
}
