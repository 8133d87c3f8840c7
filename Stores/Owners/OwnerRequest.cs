namespace Stores.Owners;

/// <summary>Asks whether an owner may have one more store.</summary>
/// <param name="Store">The store.</param>
/// <param name="Most">How many an owner may have at once.</param>
/// <param name="CoolDown">How long after one creation the next may follow.</param>
public sealed record OwnerRequest(OwnedStore Store, int Most, TimeSpan CoolDown);
