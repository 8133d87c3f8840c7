namespace Stores.Releases;

/// <summary>What is to be done with a release next.</summary>
/// <param name="Action">What.</param>
/// <param name="Reason">Why, as the end of a sentence that begins with the action.</param>
/// <param name="Revision">For a rollback, the revision to return to.</param>
public sealed record ReleaseDecision(ReleaseAction Action, string Reason, int? Revision = null);
