namespace Functions.Stores;

/// <summary>Asks for a comparison of all stores with the cluster.</summary>
/// <param name="Id">The instance id that its orchestration gets.</param>
/// <param name="At">When it was asked for (UTC).</param>
/// <param name="Repair">When drift marks a store, and when it is repaired.</param>
/// <param name="Operations">How repairs are run.</param>
public sealed record ComparisonRequest(string Id, DateTime At, RepairSettings Repair, OperationSettings Operations)
{
    /// <summary>How long it rests between two pages of stores; zero for one that somebody waits for.</summary>
    public TimeSpan PagePause { get; init; }
}

/// <summary>What a comparison came to.</summary>
/// <param name="Id">Its instance id.</param>
/// <param name="RequestedAt">UTC.</param>
/// <param name="EndedAt">UTC.</param>
/// <param name="Compared">Stores that were looked at.</param>
/// <param name="Drifted">Those of them that have drifted.</param>
/// <param name="Repairs">The instance ids of the repairs that it began.</param>
/// <param name="NotAsked">How many stores could not be looked at.</param>
/// <param name="Failure">Why it ended early, or why the first of those could not be looked at; null when all could.</param>
public sealed record ComparisonSummary(
    string Id, DateTime RequestedAt, DateTime EndedAt, int Compared, int Drifted, IReadOnlyList<string> Repairs, int NotAsked,
    StoreFailure? Failure);

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
