using System.Net;
using System.Text;
using k8s;
using k8s.Autorest;
using Stores.Core;
using Stores.Diagnosis;

namespace Functions.Kubernetes.Workloads;

/// <summary>Redaction of a store's own passwords; their values stay in it.</summary>
internal static class CredentialsRedaction
{
    /// <summary>Reads the store's Secret; without one there is nothing that a container could have told.</summary>
    public static async Task<Redaction> ReadAsync(IKubernetes client, StoreIdentity store, CancellationToken cancellationToken)
    {
        try
        {
            var secret = await client.CoreV1.ReadNamespacedSecretAsync(
                StoreResources.CredentialsSecret, store.Resources.Namespace, cancellationToken: cancellationToken);
            return new Redaction((secret.Data ?? new Dictionary<string, byte[]>()).Values.Select(Encoding.UTF8.GetString));
        }
        catch (HttpOperationException exception) when (exception.Response.StatusCode == HttpStatusCode.NotFound)
        {
            return Redaction.OfPatterns;
        }
    }
}
