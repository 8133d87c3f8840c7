using Stores.Sweeps;

namespace Functions.Api.Sweeps;

/// <summary>An orphan as the API shows it.</summary>
/// <param name="Kind">Namespace, Release, VaultSecrets, MissingNamespace, Slot or Operation.</param>
/// <param name="What">Its name.</param>
/// <param name="Store">The store that it is or was of; null when its labels name none.</param>
/// <param name="Why">One sentence.</param>
/// <param name="Action">Watch, Remove, Mark or Report; in a dry run, what would be done.</param>
/// <param name="FirstSeen">When a sweep first saw it so (UTC).</param>
/// <param name="Sightings">How many sweeps in a row have seen it so.</param>
/// <param name="Outcome">None, Done, Spared or Failed.</param>
/// <param name="Detail">One sentence on the outcome.</param>
public sealed record OrphanResponse(
    OrphanKind Kind, string What, string? Store, string Why, OrphanAction Action, DateTime FirstSeen, int Sightings, OrphanOutcome Outcome,
    string? Detail)
{
    /// <summary>Shows an orphan.</summary>
    public static OrphanResponse From(Orphan orphan) =>
        new(
            orphan.Kind, orphan.What, orphan.Store?.Name.Value, orphan.Why, orphan.Action, orphan.FirstSeen, orphan.Sightings,
            orphan.Outcome, orphan.Detail);
}
