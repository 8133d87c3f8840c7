using System.Net;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace Functions.SimulatedCluster.Lifecycle;

/// <summary>What the environment of a pod's containers is made of: ConfigMaps and Secrets, without which kubelet starts none.</summary>
internal sealed class ContainerConfiguration(IKubernetes client, V1Pod pod)
{
    private string Namespace => pod.Metadata.NamespaceProperty;

    /// <summary>The first that is not there, in kubelet's words; null when all is.</summary>
    public async Task<string?> FindMissingAsync(CancellationToken cancellationToken)
    {
        var keys = new Dictionary<(string Kind, string Name), HashSet<string>?>();
        foreach (var (kind, name, key) in pod.Spec.Containers.Concat(pod.Spec.InitContainers ?? []).SelectMany(Needed))
        {
            if (!keys.TryGetValue((kind, name), out var found))
            {
                keys[(kind, name)] = found = await KeysAsync(kind, name, cancellationToken);
            }

            if (found is null)
            {
                return $"{kind.ToLowerInvariant()} \"{name}\" not found";
            }

            if (key is not null && !found.Contains(key))
            {
                return $"couldn't find key {key} in {kind} {Namespace}/{name}";
            }
        }

        return null;
    }

    private static IEnumerable<(string Kind, string Name, string? Key)> Needed(V1Container container)
    {
        foreach (var source in container.EnvFrom ?? [])
        {
            if (source.ConfigMapRef is { Optional: not true } map)
            {
                yield return ("ConfigMap", map.Name, null);
            }

            if (source.SecretRef is { Optional: not true } secret)
            {
                yield return ("Secret", secret.Name, null);
            }
        }

        foreach (var variable in container.Env ?? [])
        {
            if (variable.ValueFrom?.ConfigMapKeyRef is { Optional: not true } map)
            {
                yield return ("ConfigMap", map.Name, map.Key);
            }

            if (variable.ValueFrom?.SecretKeyRef is { Optional: not true } secret)
            {
                yield return ("Secret", secret.Name, secret.Key);
            }
        }
    }

    private async Task<HashSet<string>?> KeysAsync(string kind, string name, CancellationToken cancellationToken)
    {
        try
        {
            if (kind == "Secret")
            {
                var secret = await client.CoreV1.ReadNamespacedSecretAsync(name, Namespace, cancellationToken: cancellationToken);
                return [.. secret.Data?.Keys ?? []];
            }

            var map = await client.CoreV1.ReadNamespacedConfigMapAsync(name, Namespace, cancellationToken: cancellationToken);
            return [.. map.Data?.Keys ?? []];
        }
        catch (HttpOperationException exception) when (exception.Response.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }
}
