namespace Stores.Sweeps;

/// <summary>Which comparison runs and what the latest came to.</summary>
public sealed record ComparisonLedger
{
    // Longer than any takes: one that has not ended by then is taken for lost.
    private static readonly TimeSpan s_longest = TimeSpan.FromHours(2);

    /// <summary>The one that runs.</summary>
    public ComparisonRequest? Running { get; init; }

    /// <summary>The one that begins when that has ended: it has passed stores that may have changed since.</summary>
    public ComparisonRequest? Next { get; init; }

    /// <summary>What the latest came to; null before the first.</summary>
    public ComparisonSummary? Latest { get; init; }

    /// <summary>Begins a comparison, or notes it for later where one runs.</summary>
    /// <returns>The state, and the comparison to start now, if any.</returns>
    public (ComparisonLedger Ledger, ComparisonRequest? Start) Begin(ComparisonRequest request) =>
        Running is { } running && request.At < running.At + s_longest
            ? (running.Id == request.Id ? this : this with { Next = request }, null)
            : (this with { Running = request, Next = null }, request);

    /// <summary>Takes in how the running comparison ended; anyone else's end changes nothing.</summary>
    /// <returns>The state, and the comparison that waited for this end, if any.</returns>
    public (ComparisonLedger Ledger, ComparisonRequest? Start) End(ComparisonSummary summary) => Running?.Id != summary.Id
        ? (this, null)
        : (this with { Running = Next, Next = null, Latest = summary }, Next);
}
