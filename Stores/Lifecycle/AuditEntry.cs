namespace Stores.Lifecycle;

/// <summary>Something that was done to a store by force, on someone's request.</summary>
/// <param name="At">When (UTC).</param>
/// <param name="Action">What was asked for.</param>
/// <param name="By">Who asked, as far as the app can tell: a principal that the platform names, or an address.</param>
/// <param name="Reason">Why, in their words.</param>
/// <param name="Outcome">What was done; null when the end of it was not heard of.</param>
public sealed record AuditEntry(DateTime At, string Action, string By, string Reason, string? Outcome = null);
