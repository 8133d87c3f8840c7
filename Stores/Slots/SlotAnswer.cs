namespace Stores.Slots;

/// <summary>What became of a request.</summary>
/// <param name="Position">0 with a slot, else the place in the queue, from 1; null without either.</param>
/// <param name="Granted">The instance ids that hold a slot now because of it, to be told.</param>
/// <param name="Suspects">The instance ids whose lease has run out: whoever asked looks whether they still run.</param>
public sealed record SlotAnswer(int? Position, IReadOnlyList<string> Granted, IReadOnlyList<string> Suspects);
