using Stores.Core;

namespace Stores.Readiness;

/// <summary>Input of <c>AwaitShopCheck</c>.</summary>
/// <param name="Store">Whose.</param>
/// <param name="Job">The name that <c>StartShopCheck</c> returned.</param>
public sealed record AwaitShopCheckInput(StoreIdentity Store, string Job);
