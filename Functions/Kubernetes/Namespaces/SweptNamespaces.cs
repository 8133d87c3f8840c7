using System.Net;
using System.Runtime.CompilerServices;
using Functions.Kubernetes.Connection;
using k8s;
using k8s.Autorest;
using k8s.Models;
using Stores.Core;
using Stores.Sweeps;

namespace Functions.Kubernetes.Namespaces;

/// <summary>The namespaces over KubernetesClient.</summary>
internal sealed class SweptNamespaces(ClusterConnection connection) : ISweptNamespaces
{
    /// <summary>Objects a page: what the API server's own clients ask for.</summary>
    public int PageSize { get; init; } = 500;

    private MetadataClient Metadata => new((k8s.Kubernetes)connection.Client);

    public async IAsyncEnumerable<IReadOnlyList<NamespaceSighting>> ListNamespacesAsync(
        string installation, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var selector = Uri.EscapeDataString($"{StoreResources.StoreLabel},{StoreResources.InstallationLabel}={installation}");
        for (var from = ""; from is not null;)
        {
            var page = await ListPageAsync($"api/v1/namespaces?labelSelector={selector}&limit={PageSize}{from}", cancellationToken);
            yield return [.. (page.Items ?? []).Select(item => Describe(item.Metadata))];
            from = page.Metadata.Continue is { Length: > 0 } more ? $"&continue={Uri.EscapeDataString(more)}" : null;
        }
    }

    public async Task<NamespaceSighting?> FindNamespaceAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return Describe(
                await Metadata.ReadAsync($"read namespace {name}", $"api/v1/namespaces/{Uri.EscapeDataString(name)}", cancellationToken));
        }
        catch (PermanentStoreFailureException exception) when (exception.Failure.Reason == KubernetesReasons.NotFound)
        {
            return null;
        }
    }

    public Task<bool> DeleteNamespaceAsync(string name, string uid, CancellationToken cancellationToken) =>
        KubernetesFailures.TranslateAsync($"delete namespace {name}", async () =>
        {
            try
            {
                await connection.Client.CoreV1.DeleteNamespaceAsync(
                    name, new V1DeleteOptions { Preconditions = new V1Preconditions { Uid = uid } }, cancellationToken: cancellationToken);
                return true;
            }
            catch (HttpOperationException exception)
                when (exception.Response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Conflict)
            {
                // Gone, or another namespace of that name by now; being deleted already is no conflict that a later look would not see.
                return false;
            }
        });

    private async Task<MetadataPage> ListPageAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await Metadata.ListAsync("list the stores' namespaces", path, cancellationToken);
        }
        catch (PermanentStoreFailureException exception)
            when (exception.Failure.Reason is KubernetesReasons.Expired or KubernetesReasons.Gone)
        {
            throw new TransientStoreFailureException(
                Reasons.ListExpired, "The list of namespaces went on for so long that the cluster forgot where it began; it begins anew.");
        }
    }

    private static NamespaceSighting Describe(ObjectMetadata ns) => new(
        ns.Name, ns.Uid, ns.Labels?.GetValueOrDefault(StoreResources.StoreLabel),
        ns.Labels?.GetValueOrDefault(StoreResources.GenerationLabel), ns.Labels?.GetValueOrDefault(StoreResources.InstallationLabel),
        ns.DeletionTimestamp?.UtcDateTime);
}
