using System.Net;
using System.Text.RegularExpressions;
using Functions.Kubernetes.Connection;
using Functions.Kubernetes.Namespaces;
using k8s;
using k8s.Models;
using Stores.Core;
using Stores.Lifecycle;
using Stores.Removal;

namespace Functions.Kubernetes.Removal;

/// <summary>Strips finalizers over KubernetesClient.</summary>
internal sealed partial class NamespaceFinalizers(ClusterConnection connection) : INamespaceFinalizers
{
    public async Task<StripResult> StripAsync(StoreIdentity store, CancellationToken cancellationToken)
    {
        var name = store.Resources.Namespace;
        var ns = await KubernetesFailures.IgnoreAsync(
            HttpStatusCode.NotFound,
            $"read namespace {name}",
            () => connection.Client.CoreV1.ReadNamespaceAsync(name, cancellationToken: cancellationToken));
        if (ns?.Metadata.DeletionTimestamp is null || !StoreNamespace.Belongs(ns, store))
        {
            throw new PermanentStoreFailureException(
                Reasons.NamespaceNotTerminating,
                $"Namespace {name} is gone, not this store's, or not being deleted: there is nothing to strip.");
        }

        var (stripped, refused) = (new List<ObjectFinalizers>(), new List<RefusedFinalizers>());
        foreach (var resource in Remaining(ns))
        {
            if (BlockingResource.Of(connection.Client, resource) is not { } kept)
            {
                refused.Add(new(resource, "", $"this app does not know that kind; look at it by: kubectl get {resource} -n {name}"));
                continue;
            }

            foreach (var found in await RequireRoleAsync(resource, name, () => kept.ListAsync(name, cancellationToken)))
            {
                if (FinalizerPolicy.Refuse(resource, found.LoadBalancer, found.Finalizers) is { } why)
                {
                    refused.Add(new(resource, found.Name, why));
                }
                else if (await RequireRoleAsync(resource, name, () => kept.StripAsync(name, found, cancellationToken)))
                {
                    stripped.Add(new(resource, found.Name, found.Finalizers));
                }
            }
        }

        return new StripResult(stripped, refused);
    }

    // "Some resources are remaining: configmaps. has 1 resource instances, ingresses.networking.k8s.io has 2 resource instances"
    private static IEnumerable<string> Remaining(V1Namespace ns) => (ns.Status?.Conditions ?? [])
        .Where(condition => condition is { Type: "NamespaceContentRemaining", Status: "True" })
        .SelectMany(condition => ResourceInstances().Matches(condition.Message ?? ""))
        .Select(match => match.Groups[1].Value.TrimEnd('.'));

    private static async Task<T> RequireRoleAsync<T>(string resource, string ns, Func<Task<T>> call)
    {
        try
        {
            return await KubernetesFailures.TranslateAsync($"strip finalizers of {resource} in {ns}", call);
        }
        catch (PermanentStoreFailureException exception) when (exception.Failure.Reason == Reasons.Forbidden)
        {
            throw new PermanentStoreFailureException(
                Reasons.RoleGone,
                $"The app's role in {ns} went with the namespace's contents, so it has no rights to {resource} there. "
                + $"An administrator finds what is left by: kubectl get {resource} -n {ns}; "
                + $"and strips one by: kubectl patch {resource} NAME -n {ns} --type=merge -p '{{\"metadata\":{{\"finalizers\":null}}}}' "
                + "(never a LoadBalancer Service's or a claim's: they prevent leaks).");
        }
    }

    [GeneratedRegex(@"([a-z0-9.-]+) has \d+ resource instances")]
    private static partial Regex ResourceInstances();
}
