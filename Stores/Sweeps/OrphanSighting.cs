namespace Stores.Sweeps;

/// <summary>That earlier sweeps saw an orphan. Another namespace of the same name, by its UID, is another orphan.</summary>
/// <param name="Kind">What it lacks.</param>
/// <param name="What">Its name.</param>
/// <param name="Uid">A namespace's UID.</param>
/// <param name="FirstSeen">UTC.</param>
/// <param name="Count">How many sweeps in a row saw it.</param>
public sealed record OrphanSighting(OrphanKind Kind, string What, string? Uid, DateTime FirstSeen, int Count);
