namespace Functions.Conformance;

/// <summary>What functions have done with a key.</summary>
/// <param name="Count">How often it was counted.</param>
/// <param name="Lines">The log's lines with it.</param>
public sealed record JournalEntry(int Count, IReadOnlyList<string> Lines);
