using Stores.Core;

namespace Stores.Lifecycle;

/// <summary>Asks for the finalizers of what keeps a store's namespace to be removed by force.</summary>
/// <param name="Name">The store.</param>
/// <param name="By">Who asks, as far as the app can tell.</param>
/// <param name="Reason">Why, in their words.</param>
/// <param name="At">When (UTC).</param>
/// <param name="Settings">How often to try.</param>
public sealed record StripRequest(StoreName Name, string By, string Reason, DateTime At, RetrySettings Settings);
