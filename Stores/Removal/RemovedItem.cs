namespace Stores.Removal;

/// <summary>One thing that a removal found.</summary>
/// <param name="Kind">As <see cref="StoreItem.Kind"/>.</param>
/// <param name="Name">Its name.</param>
/// <param name="GoneAt">When it was first seen gone (UTC); null while it was not.</param>
/// <param name="Unchecked">Why its absence could not be proved; null when that was not so.</param>
public sealed record RemovedItem(string Kind, string Name, DateTime? GoneAt = null, string? Unchecked = null)
{
    internal StoreItem Item => new(Kind, Name);

    internal bool IsOpen => GoneAt is null && Unchecked is null;
}
