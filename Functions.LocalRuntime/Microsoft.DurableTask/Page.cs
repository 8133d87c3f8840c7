namespace Microsoft.DurableTask;

/// <summary>A page of a query's results.</summary>
/// <param name="values">The results.</param>
/// <param name="continuationToken">Where the next page begins; null for the last.</param>
public sealed class Page<T>(IReadOnlyList<T> values, string? continuationToken = null)
{
    /// <summary>The results.</summary>
    public IReadOnlyList<T> Values { get; } = values;

    /// <summary>Where the next page begins; null for the last.</summary>
    public string? ContinuationToken { get; } = continuationToken;
}
