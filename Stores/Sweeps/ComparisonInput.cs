using Stores.Core;

namespace Stores.Sweeps;

/// <summary>Input of <c>CompareStores</c>: the request, and what the pages before came to.</summary>
/// <param name="Request">What was asked for.</param>
public sealed record ComparisonInput(ComparisonRequest Request)
{
    /// <summary>Where the next page begins; null for the first.</summary>
    public string? Continuation { get; init; }

    /// <summary>Stores looked at so far.</summary>
    public int Compared { get; init; }

    /// <summary>Those of them that have drifted.</summary>
    public int Drifted { get; init; }

    /// <summary>The repairs begun so far.</summary>
    public IReadOnlyList<string> Repairs { get; init; } = [];

    /// <summary>How many could not be looked at.</summary>
    public int NotAsked { get; init; }

    /// <summary>Why the first of those could not be.</summary>
    public StoreFailure? Failure { get; init; }
}
