namespace Stores.Removal;

/// <summary>Finalizers that stay.</summary>
/// <param name="Resource">Plural and group.</param>
/// <param name="Name">The object's name.</param>
/// <param name="Why">What removing them would leave behind, or what stands against it.</param>
public sealed record RefusedFinalizers(string Resource, string Name, string Why);
