using System.Net;
using Functions.Stores;
using k8s;
using k8s.Autorest;
using k8s.Models;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Functions.Kubernetes;

/// <summary>The cluster over KubernetesClient.</summary>
internal sealed partial class StoreCluster(ClusterConnection connection, IOptions<KubernetesOptions> options, TimeProvider clock, ILogger<StoreCluster> logger) : IStoreCluster
{
    private IKubernetes Client => connection.Client;

    public async Task EnsureNamespaceAsync(StoreIdentity store, CancellationToken cancellationToken)
    {
        var found = await FindNamespaceAsync(store, cancellationToken);
        if (found is null)
        {
            await CreateAsync($"create namespace {store.Resources.Namespace}", () => Client.CoreV1.CreateNamespaceAsync(StoreNamespace.Describe(store), cancellationToken: cancellationToken));
            found = await FindNamespaceAsync(store, cancellationToken)
                ?? throw new TransientStoreFailureException("NamespaceMissing", $"Namespace {store.Resources.Namespace} vanished after it was created.");
        }

        if (!StoreNamespace.Belongs(found, store))
        {
            throw new PermanentStoreFailureException("NamespaceNotOurs", $"Namespace {found.Name()} exists and is not labelled as this store's (generation {store.Generation}); remove or rename it, or choose another name.");
        }

        if (found.Metadata.DeletionTimestamp is not null)
        {
            throw new TransientStoreFailureException("NamespaceTerminating", $"Namespace {found.Name()} is still being deleted: {StoreNamespace.Explain(found)}");
        }

        if (options.Value.OperatorServiceAccount is { Length: > 0 } account)
        {
            await CreateAsync($"bind the operator's role in {found.Name()}", () => Client.RbacAuthorizationV1.CreateNamespacedRoleBindingAsync(
                StoreNamespace.OperatorBinding(account), found.Name(), cancellationToken: cancellationToken));
        }
    }

    public Task EnsureSecretAsync(StoreIdentity store, string name, IReadOnlyDictionary<string, string> values, CancellationToken cancellationToken)
    {
        var secret = new V1Secret { Metadata = new V1ObjectMeta { Name = name, Labels = StoreNamespace.Labels(store) }, StringData = values.ToDictionary(), Immutable = true };
        return CreateAsync($"create secret {name} in {store.Resources.Namespace}", () => Client.CoreV1.CreateNamespacedSecretAsync(secret, store.Resources.Namespace, cancellationToken: cancellationToken));
    }

    public Task<StoreObservation> ObserveAsync(StoreIdentity store, CancellationToken cancellationToken) =>
        KubernetesFailures.TranslateAsync($"observe {store.Resources.Namespace}", () => new WorkloadObserver(Client, options.Value.NodeHost, clock).ObserveAsync(store, cancellationToken));

    public async Task<StoreInventory> InventoryAsync(StoreIdentity store, CancellationToken cancellationToken)
    {
        if (await FindNamespaceAsync(store, cancellationToken) is not { } ns || !StoreNamespace.Belongs(ns, store))
        {
            return new StoreInventory(null, [], []);
        }

        return await KubernetesFailures.TranslateAsync($"list what {ns.Name()} holds", async () =>
        {
            var claims = await Client.CoreV1.ListNamespacedPersistentVolumeClaimAsync(ns.Name(), cancellationToken: cancellationToken);
            var services = await Client.CoreV1.ListNamespacedServiceAsync(ns.Name(), cancellationToken: cancellationToken);
            return new StoreInventory(
                ns.Uid(),
                [.. claims.Items.Select(claim => new VolumeRecord(claim.Name(), claim.Spec.VolumeName))],
                [.. services.Items.Where(service => service.Spec.Type == "LoadBalancer").Select(service => service.Name())]);
        });
    }

    public async Task DeleteNamespaceAsync(StoreIdentity store, CancellationToken cancellationToken)
    {
        if (await FindNamespaceAsync(store, cancellationToken) is not { } ns)
        {
            return;
        }

        if (!StoreNamespace.Belongs(ns, store))
        {
            LogForeign(ns.Name(), store);
            return;
        }

        if (ns.Metadata.DeletionTimestamp is null)
        {
            // By UID: a namespace of the same name that was made meanwhile is another one.
            var delete = new V1DeleteOptions { Preconditions = new V1Preconditions { Uid = ns.Uid() } };
            await IgnoreAsync(HttpStatusCode.NotFound, $"delete namespace {ns.Name()}", () => Client.CoreV1.DeleteNamespaceAsync(ns.Name(), delete, cancellationToken: cancellationToken));
        }
    }

    public async Task<StoreRemains> FindRemainsAsync(StoreIdentity store, StoreInventory inventory, CancellationToken cancellationToken)
    {
        var ns = await FindNamespaceAsync(store, cancellationToken);
        var terminating = ns is not null && StoreNamespace.Belongs(ns, store) ? StoreNamespace.Explain(ns) : null;
        var volumes = new List<string>();
        foreach (var volume in inventory.Volumes.Select(record => record.Volume).OfType<string>())
        {
            try
            {
                if (await FindAsync($"read volume {volume}", () => Client.CoreV1.ReadPersistentVolumeAsync(volume, cancellationToken: cancellationToken)) is not null)
                {
                    volumes.Add(volume);
                }
            }
            catch (PermanentStoreFailureException exception) when (exception.Failure.Reason == "Forbidden")
            {
                return new StoreRemains(terminating, null);
            }
        }

        return new StoreRemains(terminating, volumes);
    }

    private Task<V1Namespace?> FindNamespaceAsync(StoreIdentity store, CancellationToken cancellationToken) =>
        FindAsync($"read namespace {store.Resources.Namespace}", () => Client.CoreV1.ReadNamespaceAsync(store.Resources.Namespace, cancellationToken: cancellationToken));

    private static Task<T?> FindAsync<T>(string what, Func<Task<T>> read) where T : class => IgnoreAsync(HttpStatusCode.NotFound, what, read);

    private static Task CreateAsync<T>(string what, Func<Task<T>> create) where T : class => IgnoreAsync(HttpStatusCode.Conflict, what, create);

    private static Task<T?> IgnoreAsync<T>(HttpStatusCode expected, string what, Func<Task<T>> call) where T : class => KubernetesFailures.TranslateAsync<T?>(what, async () =>
    {
        try
        {
            return await call();
        }
        catch (HttpOperationException exception) when (exception.Response.StatusCode == expected)
        {
            return null;
        }
    });

    [LoggerMessage(Level = LogLevel.Warning, Message = "Namespace {Namespace} is left alone: it does not belong to store {Store}")]
    private partial void LogForeign(string @namespace, StoreIdentity store);
}
