namespace Stores.Removal;

/// <summary>What stripping finalizers has come to.</summary>
/// <param name="Stripped">Finalizers that were removed.</param>
/// <param name="Refused">Those that stay, and why.</param>
public sealed record StripResult(IReadOnlyList<ObjectFinalizers> Stripped, IReadOnlyList<RefusedFinalizers> Refused);
