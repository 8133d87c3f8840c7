using System.Net;
using System.Runtime.CompilerServices;
using Functions.Stores;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace Functions.Kubernetes;

/// <summary>The survey over KubernetesClient.</summary>
internal sealed class ClusterSurvey(ClusterConnection connection) : IClusterSurvey
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
        catch (PermanentStoreFailureException exception) when (exception.Failure.Reason == nameof(HttpStatusCode.NotFound))
        {
            return null;
        }
    }

    public async Task<IReadOnlyList<string>?> ListReleasesAsync(string ns, CancellationToken cancellationToken)
    {
        try
        {
            var secrets = await Metadata.ListAsync(
                $"list releases in {ns}",
                $"api/v1/namespaces/{Uri.EscapeDataString(ns)}/secrets"
                + $"?labelSelector={Uri.EscapeDataString("owner=helm,name")}&limit={PageSize}",
                cancellationToken);
            // One Secret for each revision.
            return [.. (secrets.Items ?? []).Select(secret => secret.Metadata.Labels!["name"]).Distinct(StringComparer.Ordinal)];
        }
        catch (PermanentStoreFailureException exception) when (exception.Failure.Reason == nameof(HttpStatusCode.Forbidden))
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
        catch (PermanentStoreFailureException exception) when (exception.Failure.Reason is "Expired" or nameof(HttpStatusCode.Gone))
        {
            throw new TransientStoreFailureException(
                "ListExpired", "The list of namespaces went on for so long that the cluster forgot where it began; it begins anew.");
        }
    }

    private static NamespaceSighting Describe(ObjectMetadata ns) => new(
        ns.Name, ns.Uid, ns.Labels?.GetValueOrDefault(StoreResources.StoreLabel),
        ns.Labels?.GetValueOrDefault(StoreResources.GenerationLabel), ns.Labels?.GetValueOrDefault(StoreResources.InstallationLabel),
        ns.DeletionTimestamp?.UtcDateTime);
}
