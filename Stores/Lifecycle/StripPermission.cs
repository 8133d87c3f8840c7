using Stores.Core;

namespace Stores.Lifecycle;

/// <summary>The store's answer to a <see cref="StripRequest"/>.</summary>
/// <param name="Store">Whose namespace; null when it is refused.</param>
/// <param name="Exists">Whether there is such a store.</param>
/// <param name="Detail">Why it is refused.</param>
public sealed record StripPermission(StoreIdentity? Store, bool Exists, string Detail);
