using System.Text.Json.Serialization;

namespace Functions.Stores;

/// <summary>Who asked for a sweep.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SweepTrigger>))]
public enum SweepTrigger
{
    /// <summary>The timer.</summary>
    Timer,

    /// <summary>A request to the API.</summary>
    Request,
}

/// <summary>Asks for a sweep.</summary>
/// <param name="Id">Its id, which becomes the instance id of its orchestration: sweep- and 32 hexadecimal digits.</param>
/// <param name="Trigger">Who asks.</param>
/// <param name="DryRun">Whether it only tells what it would do: nothing is changed, and no sighting is kept.</param>
/// <param name="Settings">How careful to be; orchestrators have no configuration of their own.</param>
/// <param name="At">When it was asked for (UTC).</param>
public sealed record SweepRequest(string Id, SweepTrigger Trigger, bool DryRun, SweepSettings Settings, DateTime At)
{
    /// <summary>The id of this installation: what others made is not looked at.</summary>
    public string Installation { get; init; } = "";

    /// <summary>A request under an id of its own.</summary>
    public static SweepRequest Create(SweepTrigger trigger, bool dryRun, SweepSettings settings, DateTime at) => new(
        $"sweep-{Guid.NewGuid():N}", trigger, dryRun, settings, at);
}

/// <summary>The answer to a <see cref="SweepRequest"/>.</summary>
/// <param name="Accepted">Whether the sweep begins.</param>
/// <param name="Running">The sweep that runs: the one asked for, or the one that stands against it.</param>
public sealed record SweepDecision(bool Accepted, SweepRequest Running);

/// <summary>What a sweep's orchestration starts with.</summary>
/// <param name="Request">The sweep.</param>
/// <param name="Sightings">What earlier sweeps saw.</param>
public sealed record SweepInput(SweepRequest Request, IReadOnlyList<OrphanSighting> Sightings);

/// <summary>What a sweep looked at.</summary>
/// <param name="Namespaces">Namespaces that carry this installation's labels.</param>
/// <param name="Stores">Stores that are recorded and not deleted.</param>
/// <param name="VaultSecrets">Secrets that the vault keeps for this installation.</param>
/// <param name="Slots">Slots and places in the queue.</param>
/// <param name="ApiRequests">Requests to the Kubernetes API that the survey took, without those of removals.</param>
public sealed record SweepCounts(int Namespaces, int Stores, int VaultSecrets, int Slots, int ApiRequests);

/// <summary>What a survey came to.</summary>
/// <param name="Counts">What was looked at.</param>
/// <param name="Found">How many orphans there are.</param>
/// <param name="Orphans">At most <see cref="OrphanPolicy.MostOrphans"/> of them, and their releases.</param>
/// <param name="Unchecked">What could not be looked at, and why.</param>
public sealed record SweepSurvey(SweepCounts Counts, int Found, IReadOnlyList<Orphan> Orphans, IReadOnlyList<string> Unchecked);

/// <summary>What a sweep saw and did.</summary>
/// <param name="Id">The sweep's id.</param>
/// <param name="Trigger">Who asked for it.</param>
/// <param name="DryRun">Whether it only told what it would do.</param>
/// <param name="StartedAt">UTC.</param>
/// <param name="EndedAt">UTC.</param>
/// <param name="Survey">What it saw, and what became of it; null when the survey failed.</param>
/// <param name="Failure">Why the survey failed; null when it did not.</param>
public sealed record SweepReport(
    string Id, SweepTrigger Trigger, bool DryRun, DateTime StartedAt, DateTime EndedAt, SweepSurvey? Survey, StoreFailure? Failure = null)
{
    /// <summary>How many orphans were removed or marked.</summary>
    public int Done { get; init; }
}
