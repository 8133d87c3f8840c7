using Stores.Core;

namespace Stores.Sweeps;

/// <summary>The passwords that a vault keeps for one generation of a store, by their tags.</summary>
/// <param name="Store">Whose.</param>
/// <param name="Count">How many secrets there are; no value of them was read.</param>
public sealed record SecretsInVault(StoreIdentity Store, int Count);
