using System.Collections.Concurrent;
using Functions.Helm;
using Functions.Kubernetes;
using Functions.Orchestrations;
using Functions.Secrets;
using Functions.Stores;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Client.Entities;

namespace Functions.Activities;

/// <summary>Compares some stores with the cluster, a few at a time; only what has something to say comes back.</summary>
public sealed class CompareStorePage(IStoreSurveyor surveyor, IBundledChart chart, IAdminSecrets secrets)
{
    private const int PageSize = 20;
    private const int AtOnce = 4;

    /// <summary>Runs the activity.</summary>
    /// <param name="continuation">Where the page begins; null for the first.</param>
    /// <param name="client">Lists the stores.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="TransientStoreFailureException">No store of the page could be looked at.</exception>
    [Function(nameof(CompareStorePage))]
    public async Task<ComparedPage> RunAsync(
        [ActivityTrigger] string? continuation, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        var page = await ReadAsync(client, continuation, cancellationToken);
        var records = page.Values.Select(entity => entity.State).Where(RepairLifecycle.IsComparable).ToList();
        var (findings, failures) = (new ConcurrentBag<StoreFinding>(), new ConcurrentBag<StoreFailureException>());
        await Parallel.ForEachAsync(
            records, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (record, cancel) =>
            {
                var store = new StoreIdentity(record.Spec!.Name, record.Generation, record.Installation);
                try
                {
                    var drifts = await surveyor.FindDriftAsync(store, chart, secrets, cancel);
                    if (drifts.Count > 0 || record.Phase != StorePhase.Ready || !record.Repair.IsEmpty)
                    {
                        findings.Add(new StoreFinding(record.Spec, record.Generation, record.Operations, drifts));
                    }
                }
                catch (StoreFailureException exception)
                {
                    failures.Add(exception);
                }
            });
        var failed = failures.FirstOrDefault();
        return failed is TransientStoreFailureException && failures.Count == records.Count
            ? throw failed
            : new ComparedPage(page.ContinuationToken, records.Count, failures.Count, failed?.Failure, [.. findings]);
    }

    private static async Task<Microsoft.DurableTask.Page<EntityMetadata<StoreRecord>>> ReadAsync(
        DurableTaskClient client, string? continuation, CancellationToken cancellationToken)
    {
        var query = new EntityQuery
        {
            InstanceIdStartsWith = $"@{nameof(StoreEntity).ToLowerInvariant()}@",
            IncludeState = true,
            PageSize = PageSize,
        };
        await foreach (var page in client.Entities.GetAllEntitiesAsync<StoreRecord>(query)
            .AsPages(continuation, PageSize).WithCancellation(cancellationToken))
        {
            return page;
        }

        return new([]);
    }
}

/// <summary>What a page of stores came to.</summary>
/// <param name="Continuation">Where the next page begins; null for the last.</param>
/// <param name="Compared">Stores of the page that were to be looked at.</param>
/// <param name="NotAsked">How many of them could not be.</param>
/// <param name="Failure">Why the first of those could not be; null when all could.</param>
/// <param name="Findings">Those that have drifted, and those that had.</param>
public sealed record ComparedPage(
    string? Continuation, int Compared, int NotAsked, StoreFailure? Failure, IReadOnlyList<StoreFinding> Findings);

/// <summary>A store that was looked at.</summary>
/// <param name="Spec">The store.</param>
/// <param name="Generation">Its generation.</param>
/// <param name="Operations">How many operations stores of the name had had by then.</param>
/// <param name="Drifts">How it has drifted; empty when it has not any more.</param>
public sealed record StoreFinding(StoreSpec Spec, int Generation, int Operations, IReadOnlyList<Drift> Drifts);
