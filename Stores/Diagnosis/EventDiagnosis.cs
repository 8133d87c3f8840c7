namespace Stores.Diagnosis;

/// <summary>An event.</summary>
/// <param name="At">When it happened last (UTC); null when it does not say.</param>
/// <param name="About">Kind and name of the object: Pod/web-0.</param>
/// <param name="Reason">One CamelCase word.</param>
/// <param name="Message">What happened.</param>
/// <param name="Count">How often.</param>
public sealed record EventDiagnosis(DateTime? At, string About, string Reason, string Message, int Count);
