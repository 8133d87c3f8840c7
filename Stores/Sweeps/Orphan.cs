using System.Text.Json.Serialization;
using Stores.Core;

namespace Stores.Sweeps;

/// <summary>An orphan and what a sweep does about it.</summary>
/// <param name="Kind">What it lacks.</param>
/// <param name="What">Its name: a namespace's, a release's as namespace/name, a store's with its generation, an instance id.</param>
/// <param name="Why">One sentence.</param>
/// <param name="Action">What the sweep does, or would do if it were not a dry run.</param>
/// <param name="FirstSeen">When a sweep first saw it so (UTC).</param>
/// <param name="Sightings">How many sweeps in a row have seen it so, this one included.</param>
public sealed record Orphan(OrphanKind Kind, string What, string Why, OrphanAction Action, DateTime FirstSeen, int Sightings)
{
    /// <summary>The store that it is or was of; null when its labels name none.</summary>
    public StoreIdentity? Store { get; init; }

    /// <summary>A namespace's UID.</summary>
    public string? Uid { get; init; }

    /// <summary>What became of the action.</summary>
    public OrphanOutcome Outcome { get; init; }

    /// <summary>One sentence on the outcome, where there is something to say.</summary>
    public string? Detail { get; init; }

    /// <summary>Whether the sweep is to do something.</summary>
    [JsonIgnore]
    public bool IsDue => Action is OrphanAction.Remove or OrphanAction.Mark;
}
