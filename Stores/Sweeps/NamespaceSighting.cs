using Stores.Core;

namespace Stores.Sweeps;

/// <summary>What a namespace's metadata says of whose it is.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Uid">Its UID: another namespace of the same name has another one.</param>
/// <param name="Store">The value of <see cref="StoreResources.StoreLabel"/>, unread; null without one.</param>
/// <param name="Generation">The value of <see cref="StoreResources.GenerationLabel"/>, unread; null without one.</param>
/// <param name="Installation">The value of <see cref="StoreResources.InstallationLabel"/>; null without one.</param>
/// <param name="DeletedAt">Since when it is being deleted (UTC); null when it is not.</param>
public sealed record NamespaceSighting(
    string Name, string Uid, string? Store, string? Generation, string? Installation, DateTime? DeletedAt = null);
