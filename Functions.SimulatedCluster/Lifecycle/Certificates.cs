using System.Collections.Concurrent;
using System.Net;
using Functions.SimulatedCluster.Faults;
using k8s;
using k8s.Autorest;
using k8s.Models;
using Microsoft.Extensions.Logging;

namespace Functions.SimulatedCluster.Lifecycle;

/// <summary>
/// Plays cert-manager as far as Ingresses see it: an annotated one gets the TLS Secrets that it names, when the challenge of each of its
/// hosts has been answered. No certificate is in them.
/// </summary>
internal sealed partial class Certificates(
    IKubernetes client, SimulatedNodeOptions options, NodeEvents events, ILogger<SimulatedNode> logger)
{
    private static readonly string[] s_issuers = ["cert-manager.io/cluster-issuer", "cert-manager.io/issuer"];

    private readonly ConcurrentDictionary<string, bool> _played = new(StringComparer.Ordinal);

    public async Task WatchAsync(CancellationToken cancellationToken)
    {
        var ingresses = await client.NetworkingV1.ListIngressForAllNamespacesAsync(cancellationToken: cancellationToken);
        foreach (var ingress in ingresses.Items)
        {
            Look(ingress, cancellationToken);
        }

        await foreach (var (type, ingress) in client.NetworkingV1.WatchListIngressForAllNamespacesAsync(
            resourceVersion: ingresses.Metadata.ResourceVersion, cancellationToken: cancellationToken))
        {
            if (type != WatchEventType.Deleted)
            {
                Look(ingress, cancellationToken);
            }
        }
    }

    private void Look(V1Ingress ingress, CancellationToken cancellationToken)
    {
        if (ingress.Metadata.DeletionTimestamp is null && ingress.Spec.Tls is { Count: > 0 }
            && s_issuers.Any(issuer => ingress.GetAnnotation(issuer) is not null)
            && _played.TryAdd(ingress.Uid(), true))
        {
            _ = IssueAsync(ingress, cancellationToken);
        }
    }

    // An Ingress may go, or the cluster stop, while it waits; it is played anew when it is seen again.
    private async Task IssueAsync(V1Ingress ingress, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(options.LoadBalancerDelay, options.Clock, cancellationToken);
            while (options.Faults.Take(
                ingress.GetAnnotation(FaultPlan.Annotation), "Ingress", ingress.Namespace(), ingress.Name(), options.Clock.GetUtcNow(),
                Fault.CertificatePending) is not null)
            {
                await Task.Delay(options.BackOff, options.Clock, cancellationToken);
            }

            foreach (var tls in ingress.Spec.Tls.Where(tls => tls.SecretName is not null))
            {
                if (!await ExistsAsync(ingress.Namespace(), tls.SecretName, cancellationToken))
                {
                    await Task.WhenAll((tls.Hosts ?? []).Select(host =>
                        new HttpChallenge(client, options, events, ingress, tls.SecretName, host).SolveAsync(cancellationToken)));
                    await CreateAsync(ingress.Namespace(), tls.SecretName, cancellationToken);
                }
            }
        }
        catch (Exception exception)
            when (exception is HttpOperationException { Response.StatusCode: HttpStatusCode.NotFound or HttpStatusCode.Forbidden }
                or OperationCanceledException or ObjectDisposedException)
        {
            // Nothing is to be issued any more.
        }
        catch (Exception exception)
        {
            LogFailed(ingress.Namespace(), ingress.Name(), exception.Message);
        }
        finally
        {
            _played.TryRemove(ingress.Uid(), out _);
        }
    }

    private async Task<bool> ExistsAsync(string ns, string name, CancellationToken cancellationToken)
    {
        var found = await client.CoreV1.ListNamespacedSecretAsync(
            ns, fieldSelector: $"metadata.name={name}", cancellationToken: cancellationToken);
        return found.Items.Count > 0;
    }

    private async Task CreateAsync(string ns, string name, CancellationToken cancellationToken)
    {
        var secret = new V1Secret
        {
            Metadata = new V1ObjectMeta { Name = name },
            Type = "kubernetes.io/tls",
            Data = new Dictionary<string, byte[]> { ["tls.crt"] = "simulated"u8.ToArray(), ["tls.key"] = "simulated"u8.ToArray() },
        };
        try
        {
            await client.CoreV1.CreateNamespacedSecretAsync(secret, ns, cancellationToken: cancellationToken);
        }
        catch (HttpOperationException exception) when (exception.Response.StatusCode == HttpStatusCode.Conflict)
        {
            // It was issued before.
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Ingress {Namespace}/{Name} could not be given a certificate: {Reason}")]
    private partial void LogFailed(string @namespace, string name, string reason);
}
