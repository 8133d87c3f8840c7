namespace Microsoft.DurableTask;

/// <summary>A query's results, fetched page by page as they are read.</summary>
public abstract class AsyncPageable<T> : IAsyncEnumerable<T>
{
    /// <summary>The pages.</summary>
    /// <param name="continuationToken">Where to go on; null for the beginning.</param>
    /// <param name="pageSizeHint">Results a page.</param>
    public abstract IAsyncEnumerable<Page<T>> AsPages(string? continuationToken = null, int? pageSizeHint = null);

    /// <inheritdoc/>
    public async IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        await foreach (var page in AsPages().WithCancellation(cancellationToken))
        {
            foreach (var value in page.Values)
            {
                yield return value;
            }
        }
    }
}
