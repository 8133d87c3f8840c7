using Stores.Core;

namespace Stores.Sweeps;

/// <summary>Something that looks like an orphan, before it is weighed how long and how often it has looked so.</summary>
/// <param name="Kind">What it lacks.</param>
/// <param name="What">Its name: a namespace's, a store's with its generation, an instance id.</param>
/// <param name="Why">One sentence.</param>
/// <param name="Cure">What is to become of it once it was seen often and long enough.</param>
public sealed record Suspicion(OrphanKind Kind, string What, string Why, OrphanAction Cure)
{
    /// <summary>The store that it is or was of; null when its labels name none.</summary>
    public StoreIdentity? Store { get; init; }

    /// <summary>A namespace's UID.</summary>
    public string? Uid { get; init; }
}
