namespace Stores.Removal;

/// <summary>A revision of the helm release.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Status">In helm's words: deployed, superseded, pending-install, ...</param>
public sealed record RevisionRecord(int Number, string Status);
