using System.Net;
using System.Text;
using Functions.Kubernetes.Connection;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Stores.Core;

namespace Functions.Kubernetes.Namespaces;

/// <summary>The stores' namespaces over KubernetesClient.</summary>
internal sealed partial class StoreNamespaces(
    ClusterConnection connection, IOptions<KubernetesOptions> options, ILogger<StoreNamespaces> logger) : IStoreNamespaces
{
    private IKubernetes Client => connection.Client;

    public async Task EnsureAsync(StoreIdentity store, CancellationToken cancellationToken)
    {
        // Seldom is it there already: to ask first would be a round trip for nothing.
        var found = await CreateAsync(
            $"create namespace {store.Resources.Namespace}",
            () => Client.CoreV1.CreateNamespaceAsync(StoreNamespace.Describe(store), cancellationToken: cancellationToken))
            ?? await Client.FindAsync(store, cancellationToken)
            ?? throw new TransientStoreFailureException(
                Reasons.NamespaceMissing, $"Namespace {store.Resources.Namespace} vanished while it was looked for.");
        if (!StoreNamespace.Belongs(found, store))
        {
            throw new PermanentStoreFailureException(
                Reasons.NamespaceNotOurs,
                $"Namespace {found.Name()} exists and is not labelled as this store's (generation {store.Generation}); "
                + "remove or rename it, or choose another name.");
        }

        if (found.Metadata.DeletionTimestamp is not null)
        {
            throw new TransientStoreFailureException(
                Reasons.NamespaceTerminating, $"Namespace {found.Name()} is still being deleted: {StoreNamespace.Explain(found)}");
        }

        if (options.Value.OperatorServiceAccount is { Length: > 0 } account)
        {
            await CreateAsync(
                $"bind the operator's role in {found.Name()}",
                () => Client.RbacAuthorizationV1.CreateNamespacedRoleBindingAsync(
                    StoreNamespace.AccountBinding(account), found.Name(), cancellationToken: cancellationToken));
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
            ?? await KubernetesFailures.IgnoreAsync(
                HttpStatusCode.NotFound, $"read {where}",
                () => Client.CoreV1.ReadNamespacedSecretAsync(name, ns, cancellationToken: cancellationToken))
            ?? throw new TransientStoreFailureException(Reasons.SecretMissing, $"The {where} vanished while it was looked for.");
        return (kept.Data ?? new Dictionary<string, byte[]>()).ToDictionary(
            entry => entry.Key, entry => Encoding.UTF8.GetString(entry.Value));
    }

    public async Task DeleteAsync(StoreIdentity store, CancellationToken cancellationToken)
    {
        if (await Client.FindAsync(store, cancellationToken) is not { } ns)
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

    // Null when there is one already.
    private static Task<T?> CreateAsync<T>(string what, Func<Task<T>> create) where T : class =>
        KubernetesFailures.IgnoreAsync(HttpStatusCode.Conflict, what, create);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Namespace {Namespace} is left alone: it does not belong to store {Store}")]
    private partial void LogForeign(string @namespace, StoreIdentity store);
}
