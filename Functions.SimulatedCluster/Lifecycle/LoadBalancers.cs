using System.Collections.Concurrent;
using System.Net;
using Functions.SimulatedCluster.Faults;
using k8s;
using k8s.Autorest;
using k8s.Models;
using Microsoft.Extensions.Logging;

namespace Functions.SimulatedCluster.Lifecycle;

/// <summary>Plays the cloud and the ingress controller: gives addresses to LoadBalancer Services and Ingresses.</summary>
internal sealed partial class LoadBalancers(
    IKubernetes client, SimulatedNodeOptions options, NodeEvents events, ILogger<SimulatedNode> logger)
{
    // TEST-NET-3: reaches nothing.
    private const string Address = "203.0.113.10";

    private static readonly StageEvent s_ensuring = new("Normal", "EnsuringLoadBalancer", "Ensuring load balancer");
    private static readonly StageEvent s_ensured = new("Normal", "EnsuredLoadBalancer", "Ensured load balancer");
    private static readonly StageEvent s_pending = new(
        "Warning", "SyncLoadBalancerFailed", "Error syncing load balancer: failed to ensure load balancer: simulated");
    private static readonly StageEvent s_synced = new("Normal", "Sync", "Scheduled for sync");

    private readonly ConcurrentDictionary<string, bool> _played = new(StringComparer.Ordinal);

    public async Task WatchServicesAsync(CancellationToken cancellationToken)
    {
        var services = await client.CoreV1.ListServiceForAllNamespacesAsync(cancellationToken: cancellationToken);
        foreach (var service in services.Items)
        {
            Look(service, cancellationToken);
        }

        await foreach (var (type, service) in client.CoreV1.WatchListServiceForAllNamespacesAsync(
            resourceVersion: services.Metadata.ResourceVersion, cancellationToken: cancellationToken))
        {
            if (type != WatchEventType.Deleted)
            {
                Look(service, cancellationToken);
            }
        }
    }

    public async Task WatchIngressesAsync(CancellationToken cancellationToken)
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

    private void Look(V1Service service, CancellationToken cancellationToken)
    {
        (service.ApiVersion, service.Kind) = ("v1", "Service");
        if (service.Spec.Type == "LoadBalancer" && !(service.Status?.LoadBalancer?.Ingress?.Count > 0))
        {
            var status = new V1ServiceStatus
            {
                LoadBalancer = new V1LoadBalancerStatus { Ingress = [new V1LoadBalancerIngress { Ip = Address }] },
            };
            Play(service, "service-controller", s_ensuring, s_ensured, () => client.CoreV1.PatchNamespacedServiceStatusAsync(
                new V1Patch(new V1Service { Status = status }, V1Patch.PatchType.MergePatch), service.Name(), service.Namespace(),
                cancellationToken: cancellationToken), cancellationToken);
        }
    }

    private void Look(V1Ingress ingress, CancellationToken cancellationToken)
    {
        (ingress.ApiVersion, ingress.Kind) = ("networking.k8s.io/v1", "Ingress");
        if (!(ingress.Status?.LoadBalancer?.Ingress?.Count > 0))
        {
            var status = new V1IngressStatus
            {
                LoadBalancer = new V1IngressLoadBalancerStatus { Ingress = [new V1IngressLoadBalancerIngress { Ip = Address }] },
            };
            Play(ingress, "ingress-controller", null, s_synced, () => client.NetworkingV1.PatchNamespacedIngressStatusAsync(
                new V1Patch(new V1Ingress { Status = status }, V1Patch.PatchType.MergePatch), ingress.Name(), ingress.Namespace(),
                cancellationToken: cancellationToken), cancellationToken);
        }
    }

    private void Play<T>(
        T about, string component, StageEvent? begun, StageEvent done, Func<Task> assign, CancellationToken cancellationToken)
        where T : IKubernetesObject<V1ObjectMeta>
    {
        if (_played.TryAdd(about.Metadata.Uid, true))
        {
            _ = TryAsync(about.Metadata, async () =>
            {
                await SayAsync(begun);
                await Task.Delay(options.LoadBalancerDelay, options.Clock, cancellationToken);
                while (options.Faults.Take(
                    about.GetAnnotation(FaultPlan.Annotation), about.Kind, about.Namespace(), about.Name(), options.Clock.GetUtcNow(),
                    Fault.LoadBalancerPending) is not null)
                {
                    await SayAsync(s_pending);
                    await Task.Delay(options.BackOff, options.Clock, cancellationToken);
                }

                await assign();
                await SayAsync(done);
            });
        }

        Task SayAsync(StageEvent? said) => said is null
            ? Task.CompletedTask
            : events.WriteAsync(about, component, (said.Type, said.Reason), said.Message, null, cancellationToken);
    }

    // An object may go, or the cluster stop, while it is played.
    private async Task TryAsync(V1ObjectMeta target, Func<Task> play)
    {
        try
        {
            await play();
        }
        catch (Exception exception)
            when (exception is HttpOperationException { Response.StatusCode: HttpStatusCode.NotFound or HttpStatusCode.Conflict }
                or OperationCanceledException or ObjectDisposedException)
        {
            // It is played anew when it is seen again.
        }
        catch (Exception exception)
        {
            LogFailed(target.NamespaceProperty, target.Name, exception.Message);
        }
        finally
        {
            _played.TryRemove(target.Uid, out _);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Namespace}/{Name} could not be given an address: {Reason}")]
    private partial void LogFailed(string @namespace, string name, string reason);
}
