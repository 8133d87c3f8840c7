using System.Collections.Concurrent;
using Functions.Entities;
using Functions.Helm;
using Functions.Kubernetes.Drift;
using Functions.Secrets;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Stores.Core;
using Stores.Lifecycle;
using Stores.Sweeps;

namespace Functions.Activities.Repair;

/// <summary>Compares some stores with the cluster, a few at a time; only what has something to say comes back.</summary>
public sealed class CompareStorePage(IDriftObserver observer, IBundledChart chart, IAdminSecrets secrets)
{
    private const int PageSize = 20;
    private const int AtOnce = 4;

    /// <param name="continuation">Where the page begins; null for the first.</param>
    /// <param name="client">Lists the stores.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="TransientStoreFailureException">No store of the page could be looked at.</exception>
    [Function(ActivityNames.CompareStorePage)]
    public async Task<ComparedPage> RunAsync(
        [ActivityTrigger] string? continuation, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        var page = await client.ReadStorePageAsync(continuation, PageSize, cancellationToken);
        var records = page.Records.Where(RepairLifecycle.IsComparable).ToList();
        var (findings, failures) = (new ConcurrentBag<StoreFinding>(), new ConcurrentBag<StoreFailureException>());
        await Parallel.ForEachAsync(
            records, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (record, cancel) =>
            {
                var store = new StoreIdentity(record.Spec!.Name, record.Generation, record.Installation);
                try
                {
                    var drifts = await observer.FindDriftAsync(store, chart, secrets, cancel);
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
            : new ComparedPage(page.Continuation, records.Count, failures.Count, failed?.Failure, [.. findings]);
    }
}
