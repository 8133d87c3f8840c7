using Functions.Entities;
using Functions.Kubernetes.Namespaces;
using Functions.Kubernetes.Releases;
using Functions.Secrets;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Stores.Core;
using Stores.Sweeps;

namespace Functions.Activities.Sweep;

/// <summary>
/// Compares cluster and vault with the records of all stores and changes nothing. Both sides are read page by page here, so that only what
/// is suspect crosses the durable history, however much there is.
/// </summary>
public sealed class FindOrphans(
    ISweptNamespaces namespaces, IReleaseRecords releases, ISweptSecrets secrets, TimeProvider clock)
{
    private const int PageSize = 500;

    [Function(ActivityNames.FindOrphans)]
    public async Task<SweepSurvey> RunAsync(
        [ActivityTrigger] FindOrphansInput input, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        var (request, now) = (input.Sweep.Request, clock.GetUtcNow().UtcDateTime);
        var search = new OrphanSearch(request.Installation, now);
        var requests = 0;
        await foreach (var page in namespaces.ListNamespacesAsync(request.Installation, cancellationToken))
        {
            requests++;
            foreach (var ns in page)
            {
                search.Add(ns);
            }
        }

        var notLookedAt = await AddSecretsAsync(search, request.Installation, cancellationToken);
        await CompareStoresAsync(search, client, cancellationToken);
        foreach (var slot in input.Slots)
        {
            search.Compare(slot, await RunsAsync(client, slot.Holder, cancellationToken));
        }

        var suspicions = search.Complete();
        var orphans = OrphanPolicy.Decide(suspicions, input.Sweep.Sightings, request.Settings, now);
        var found = await FindReleasesAsync(orphans, cancellationToken);
        requests += found.Requests;
        return new SweepSurvey(
            new SweepCounts(search.Namespaces, search.Stores, search.VaultSecrets, search.Slots, requests),
            suspicions.Count + found.Found.Count, [.. orphans, .. found.Found.Take(OrphanPolicy.MostOrphans)], notLookedAt);
    }

    // A vault whose secrets may not be listed must not keep the cluster from being swept.
    private async Task<IReadOnlyList<string>> AddSecretsAsync(OrphanSearch search, string installation, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var kept in await secrets.ListAsync(installation, cancellationToken))
            {
                search.Add(kept);
            }

            return [];
        }
        catch (PermanentStoreFailureException exception)
        {
            return [$"Vault secrets: {exception.Failure.Message}"];
        }
    }

    private static async Task CompareStoresAsync(OrphanSearch search, DurableTaskClient client, CancellationToken cancellationToken)
    {
        await foreach (var record in client.ReadStoresAsync(PageSize, cancellationToken))
        {
            search.Compare(record, record.Operation is { } operation && await RunsAsync(client, operation.Id, cancellationToken));
        }
    }

    private static async Task<bool> RunsAsync(DurableTaskClient client, string instance, CancellationToken cancellationToken) =>
        await client.GetInstanceAsync(instance, cancellation: cancellationToken) is { IsCompleted: false };

    private async Task<(IReadOnlyList<Orphan> Found, int Requests)> FindReleasesAsync(
        IReadOnlyList<Orphan> orphans, CancellationToken cancellationToken)
    {
        var (found, requests) = (new List<Orphan>(), 0);
        foreach (var ns in orphans.Where(orphan => orphan is { Kind: OrphanKind.Namespace, Store: not null }))
        {
            requests++;
            found.AddRange((await releases.ListNamesAsync(ns.What, cancellationToken) ?? [])
                .Select(release => ns with
                {
                    Kind = OrphanKind.Release,
                    What = $"{ns.What}/{release}",
                    Why = "Its namespace has no store, and it goes with it.",
                }));
        }

        return (found, requests);
    }
}
