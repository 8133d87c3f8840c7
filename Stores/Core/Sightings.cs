namespace Stores.Core;

/// <summary>
/// What the looks of one wait have seen in a store's way and for how long: on our own clock, from the first look that saw it, since the
/// cluster's clock may be another. A look returns them and the next one is given them.
/// </summary>
/// <param name="At">When the latest look was (UTC).</param>
/// <param name="SeenFor">How long each trouble has been seen at every look, by what it is.</param>
/// <param name="Restarts">How often each pod that is not ready had restarted when it was first seen so, by its name.</param>
public sealed record Sightings(DateTime At, IReadOnlyDictionary<string, TimeSpan> SeenFor, IReadOnlyDictionary<string, int> Restarts)
{
    /// <summary>Before the first look.</summary>
    public static Sightings None { get; } = new(DateTime.MaxValue, new Dictionary<string, TimeSpan>(), new Dictionary<string, int>());
}
