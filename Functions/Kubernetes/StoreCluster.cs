using System.Net;
using System.Text;
using Functions.Stores;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Functions.Kubernetes;

/// <summary>The cluster over KubernetesClient.</summary>
internal sealed partial class StoreCluster(
    ClusterConnection connection, IOptions<KubernetesOptions> options, TimeProvider clock, ILogger<StoreCluster> logger) : IStoreCluster
{
    private IKubernetes Client => connection.Client;

    public async Task EnsureNamespaceAsync(StoreIdentity store, CancellationToken cancellationToken)
    {
        // Seldom is it there already: to ask first would be a round trip for nothing.
        var found = await CreateAsync(
            $"create namespace {store.Resources.Namespace}",
            () => Client.CoreV1.CreateNamespaceAsync(StoreNamespace.Describe(store), cancellationToken: cancellationToken))
            ?? await FindNamespaceAsync(store, cancellationToken)
            ?? throw new TransientStoreFailureException(
                "NamespaceMissing", $"Namespace {store.Resources.Namespace} vanished while it was looked for.");
        if (!StoreNamespace.Belongs(found, store))
        {
            throw new PermanentStoreFailureException(
                "NamespaceNotOurs",
                $"Namespace {found.Name()} exists and is not labelled as this store's (generation {store.Generation}); "
                + "remove or rename it, or choose another name.");
        }

        if (found.Metadata.DeletionTimestamp is not null)
        {
            throw new TransientStoreFailureException(
                "NamespaceTerminating", $"Namespace {found.Name()} is still being deleted: {StoreNamespace.Explain(found)}");
        }

        if (options.Value.OperatorServiceAccount is { Length: > 0 } account)
        {
            await CreateAsync(
                $"bind the operator's role in {found.Name()}",
                () => Client.RbacAuthorizationV1.CreateNamespacedRoleBindingAsync(
                    StoreNamespace.OperatorBinding(account), found.Name(), cancellationToken: cancellationToken));
        }
    }

    public async Task<IReadOnlyDictionary<string, string>> EnsureSecretAsync(
        StoreIdentity store, string name, IReadOnlyDictionary<string, string> values, CancellationToken cancellationToken)
    {
        var (ns, where) = (store.Resources.Namespace, $"secret {name} in {store.Resources.Namespace}");
        var secret = new V1Secret
        {
            Metadata = new V1ObjectMeta { Name = name, Labels = StoreNamespace.Labels(store) },
            StringData = values.ToDictionary(),
            Immutable = true,
        };
        var kept = await CreateAsync(
            $"create {where}", () => Client.CoreV1.CreateNamespacedSecretAsync(secret, ns, cancellationToken: cancellationToken))
            ?? await FindAsync(
                $"read {where}", () => Client.CoreV1.ReadNamespacedSecretAsync(name, ns, cancellationToken: cancellationToken))
            ?? throw new TransientStoreFailureException("SecretMissing", $"The {where} vanished while it was looked for.");
        return (kept.Data ?? new Dictionary<string, byte[]>()).ToDictionary(
            entry => entry.Key, entry => Encoding.UTF8.GetString(entry.Value));
    }

    public Task<StoreObservation> ObserveAsync(StoreIdentity store, CancellationToken cancellationToken) =>
        KubernetesFailures.TranslateAsync(
            $"observe {store.Resources.Namespace}",
            () => new WorkloadObserver(Client, options.Value.NodeHost, clock).ObserveAsync(store, cancellationToken));

    public async Task<StoreInventory> InventoryAsync(StoreIdentity store, CancellationToken cancellationToken) =>
        await FindNamespaceAsync(store, cancellationToken) is { } ns && StoreNamespace.Belongs(ns, store)
            ? await new NamespaceSurvey(Client, ns, store.Resources).InventoryAsync(cancellationToken)
            : StoreInventory.Empty;

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
            await KubernetesFailures.IgnoreAsync(
                HttpStatusCode.NotFound,
                $"delete namespace {ns.Name()}",
                () => Client.CoreV1.DeleteNamespaceAsync(ns.Name(), delete, cancellationToken: cancellationToken));
        }
    }

    public async Task<StoreRemains> FindRemainsAsync(StoreIdentity store, StoreInventory inventory, CancellationToken cancellationToken)
    {
        var found = await FindNamespaceAsync(store, cancellationToken);
        var ns = found is not null && StoreNamespace.Belongs(found, store) ? found : null;
        var volumes = await new VolumeSurvey(Client, store.Resources.Namespace).FindAsync(inventory, cancellationToken);
        return new StoreRemains(ns is null ? null : StoreNamespace.Explain(ns), volumes)
        {
            Contents = ns is null ? [] : await new NamespaceSurvey(Client, ns, store.Resources).FindContentsAsync(cancellationToken),
        };
    }

    private Task<V1Namespace?> FindNamespaceAsync(StoreIdentity store, CancellationToken cancellationToken) =>
        FindAsync(
            $"read namespace {store.Resources.Namespace}",
            () => Client.CoreV1.ReadNamespaceAsync(store.Resources.Namespace, cancellationToken: cancellationToken));

    private static Task<T?> FindAsync<T>(string what, Func<Task<T>> read) where T : class =>
        KubernetesFailures.IgnoreAsync(HttpStatusCode.NotFound, what, read);

    // Null when there is one already.
    private static Task<T?> CreateAsync<T>(string what, Func<Task<T>> create) where T : class =>
        KubernetesFailures.IgnoreAsync(HttpStatusCode.Conflict, what, create);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Namespace {Namespace} is left alone: it does not belong to store {Store}")]
    private partial void LogForeign(string @namespace, StoreIdentity store);
}
