using Functions.Api.Stores;
using Functions.Entities;
using Functions.IntegrationTests.Cluster;
using k8s;
using k8s.Models;
using Microsoft.DurableTask.Client;
using Stores.Core;
using Stores.Lifecycle;
using Stores.Releases;
using Stores.Slots;

namespace Functions.IntegrationTests.Invariants;

/// <summary>What holds of an app that is left in peace, whatever befell it before.</summary>
internal static class SequenceInvariants
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    /// <summary>Every operation ends, and then nobody holds a slot or waits for one, and cluster and records say the same.</summary>
    public static async Task AssertAsync(ChaosSequence sequence, IKubernetes admin)
    {
        await AssertRestAsync(sequence);
        await sequence.DeliverAllAgainAsync();
        foreach (var store in sequence.Stores)
        {
            var record = await sequence.ReadAsync(store);
            var ns = await FindNamespaceAsync(admin, store);
            var told = $"store {store} is {record.Phase} ({record.Failure}) and its namespace "
                + (ns is null ? "is not there" : $"is {ns.Status?.Phase}, of generation {ns.GetLabel(StoreResources.GenerationLabel)}");
            switch (record.Phase)
            {
                case StorePhase.Ready or StorePhase.Degraded:
                    Assert.True(
                        ns is { Status.Phase: "Active" } && ns.GetLabel(StoreResources.GenerationLabel) == $"{record.Generation}"
                            && ns.GetLabel(StoreResources.InstallationLabel) == record.Installation,
                        told);
                    Assert.True(
                        record.Phase == StorePhase.Degraded
                            || await sequence.Life.Releases.ReadAsync(new StoreResources(store), CancellationToken.None)
                                is [.., { Status: ReleaseStatus.Deployed }],
                        $"{told}, without a deployed release");
                    break;
                case StorePhase.Failed:
                    Assert.True(ns is null || record.Failure!.Leftovers.Count > 0, told);
                    break;
                case StorePhase.Absent or StorePhase.Deleted:
                    Assert.True(ns is null, told);
                    break;
                default:
                    Assert.Fail(told);
                    break;
            }
        }

        Assert.Empty(sequence.Deliveries.Violations);
    }

    /// <summary>Deletes every store, after which nothing is left.</summary>
    public static async Task AssertDeletableAsync(ChaosSequence sequence, IKubernetes admin)
    {
        foreach (var store in sequence.Stores)
        {
            var phase = (await sequence.ReadAsync(store)).Phase;
            var status = await sequence.Life.CallAsync(nameof(RemoveStore), store.Value);
            Assert.True(
                status == (phase is StorePhase.Absent or StorePhase.Deleted ? 404 : 202),
                $"deleting store {store}, which was {phase}, was answered by {status}");
        }

        await AssertRestAsync(sequence);
        await sequence.DeliverAllAgainAsync();
        foreach (var store in sequence.Stores)
        {
            var record = await sequence.ReadAsync(store);
            Assert.True(
                record.Phase is StorePhase.Absent or StorePhase.Deleted, $"deleted store {store} is {record.Phase}: {record.Failure}");
        }

        Assert.Empty(await Traces.FindAsync(admin, [.. sequence.Stores.Select(store => store.Value)]));
        Assert.Empty(sequence.Deliveries.Violations);
    }

    private static async Task AssertRestAsync(ChaosSequence sequence)
    {
        var unrest = "";
        await Eventually.TrueAsync(
            async () => (unrest = await FindUnrestAsync(sequence)).Length == 0,
            () => $"everything should come to rest, but {unrest}",
            s_patience);
    }

    private static async Task<string> FindUnrestAsync(ChaosSequence sequence)
    {
        await foreach (var instance in sequence.Life.Client.GetAllInstancesAsync(
            new OrchestrationQuery { Statuses = [OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running] }))
        {
            return $"{instance.InstanceId} is {instance.RuntimeStatus}";
        }

        foreach (var store in sequence.Stores)
        {
            if (await sequence.ReadAsync(store) is { Operation: { } operation } record)
            {
                return $"store {store} is {record.Phase} by operation {operation.Id}, which does not run";
            }
        }

        var slots = (await sequence.Life.Client.Entities.GetEntityAsync<SlotQueue>(ProvisioningSlotsEntity.Id))?.State ?? new SlotQueue();
        return slots.Holders.Count + slots.Waiting.Count == 0
            ? ""
            : $"slots are held by {string.Join(", ", slots.Holders)} and waited for by {string.Join(", ", slots.Waiting)}";
    }

    private static async Task<V1Namespace?> FindNamespaceAsync(IKubernetes admin, StoreName store) =>
        (await admin.CoreV1.ListNamespaceAsync(fieldSelector: $"metadata.name={new StoreResources(store).Namespace}")).Items
            .SingleOrDefault();
}
