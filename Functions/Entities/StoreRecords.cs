using System.Runtime.CompilerServices;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Client.Entities;
using Stores.Core;
using Stores.Lifecycle;

namespace Functions.Entities;

/// <summary>Reads the records of stores where they are kept: the states of <see cref="StoreEntity"/>.</summary>
internal static class StoreRecords
{
    // What Durable Functions calls an entity's instance: its name in lower case between two @, then its key.
    private static readonly string s_prefix = $"@{EntityNames.Store.ToLowerInvariant()}@";

    /// <summary>The record of the stores of one name; an empty one when there never was any.</summary>
    public static async Task<StoreRecord> ReadStoreAsync(
        this DurableTaskClient client, StoreName name, CancellationToken cancellationToken) =>
        (await client.Entities.GetEntityAsync<StoreRecord>(StoreEntity.IdOf(name), cancellationToken))?.State ?? new StoreRecord();

    /// <summary>All records, those of deleted stores too.</summary>
    /// <param name="client">The durable client.</param>
    /// <param name="pageSize">How many are read at once; null for as many as the storage likes.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async IAsyncEnumerable<StoreRecord> ReadStoresAsync(
        this DurableTaskClient client, int? pageSize, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var entity in client.Entities.GetAllEntitiesAsync<StoreRecord>(Query(pageSize)).WithCancellation(cancellationToken))
        {
            yield return entity.State;
        }
    }

    /// <summary>Some of the records, and where the next begin.</summary>
    /// <param name="client">The durable client.</param>
    /// <param name="continuation">What the page before returned; null for the first.</param>
    /// <param name="pageSize">How many at most.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The records, and null after the last page.</returns>
    public static async Task<(IReadOnlyList<StoreRecord> Records, string? Continuation)> ReadStorePageAsync(
        this DurableTaskClient client, string? continuation, int pageSize, CancellationToken cancellationToken)
    {
        await foreach (var page in client.Entities.GetAllEntitiesAsync<StoreRecord>(Query(pageSize))
            .AsPages(continuation, pageSize).WithCancellation(cancellationToken))
        {
            return ([.. page.Values.Select(entity => entity.State)], page.ContinuationToken);
        }

        return ([], null);
    }

    private static EntityQuery Query(int? pageSize)
    {
        var query = new EntityQuery { InstanceIdStartsWith = s_prefix, IncludeState = true };
        return pageSize is { } size ? query with { PageSize = size } : query;
    }
}
