namespace Stores.Removal;

/// <summary>How a vault's secret was deleted.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Remains">What the vault keeps of it and until when; null when it was purged and seen gone.</param>
public sealed record SecretDeletion(string Name, string? Remains = null);
