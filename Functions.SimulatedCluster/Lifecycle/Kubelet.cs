using System.Collections.Concurrent;
using System.Net;
using k8s;
using k8s.Autorest;
using k8s.Models;
using Microsoft.Extensions.Logging;

namespace Functions.SimulatedCluster.Lifecycle;

/// <summary>Plays the pods that are bound to the node.</summary>
internal sealed partial class Kubelet(IKubernetes client, SimulatedNodeOptions options, NodeEvents events, ILogger<SimulatedNode> logger)
{
    private readonly ConcurrentDictionary<string, CancellationTokenSource> _plays = new(StringComparer.Ordinal);

    /// <summary>Lists and watches until the watch ends.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var mine = $"spec.nodeName={options.Name}";
        var pods = await client.CoreV1.ListPodForAllNamespacesAsync(fieldSelector: mine, cancellationToken: cancellationToken);
        foreach (var pod in pods.Items)
        {
            Look(pod, cancellationToken);
        }

        await foreach (var (type, pod) in client.CoreV1.WatchListPodForAllNamespacesAsync(
            fieldSelector: mine, resourceVersion: pods.Metadata.ResourceVersion, cancellationToken: cancellationToken))
        {
            if (type == WatchEventType.Deleted)
            {
                Forget(pod);
            }
            else
            {
                Look(pod, cancellationToken);
            }
        }
    }

    private void Look(V1Pod pod, CancellationToken cancellationToken)
    {
        // Items of lists do not say what they are; events about them must.
        (pod.ApiVersion, pod.Kind) = ("v1", "Pod");
        if (pod.Metadata.DeletionTimestamp is not null)
        {
            Forget(pod);
            _ = TryAsync(pod, () => StopAsync(pod, cancellationToken));
        }
        else if (PodPlay.IsUnfinished(pod) && !_plays.ContainsKey(pod.Metadata.Uid))
        {
            var play = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            _plays[pod.Metadata.Uid] = play;
            _ = TryAsync(pod, () => new PodPlay(client, options, events, pod).RunAsync(play.Token));
        }
    }

    private async Task StopAsync(V1Pod pod, CancellationToken cancellationToken)
    {
        foreach (var container in pod.Spec.Containers.Where(_ => pod.Status?.Phase == "Running"))
        {
            await events.WriteAsync(
                pod, "kubelet", ("Normal", "Killing"), $"Stopping container {container.Name}", $"spec.containers{{{container.Name}}}",
                cancellationToken);
        }

        var delete = new V1DeleteOptions { GracePeriodSeconds = 0, Preconditions = new V1Preconditions { Uid = pod.Metadata.Uid } };
        await client.CoreV1.DeleteNamespacedPodAsync(
            pod.Metadata.Name, pod.Metadata.NamespaceProperty, delete, cancellationToken: cancellationToken);
    }

    private void Forget(V1Pod pod)
    {
        if (_plays.TryRemove(pod.Metadata.Uid, out var play))
        {
            play.Cancel();
            play.Dispose();
        }
    }

    // A pod may go, or the cluster stop, while it is played; what failed otherwise is played again when the pod is next seen.
    private async Task TryAsync(V1Pod pod, Func<Task> play)
    {
        try
        {
            await play();
        }
        catch (Exception exception)
            when (exception is HttpOperationException { Response.StatusCode: HttpStatusCode.NotFound or HttpStatusCode.Conflict }
                or OperationCanceledException or ObjectDisposedException)
        {
            Forget(pod);
        }
        catch (Exception exception)
        {
            Forget(pod);
            LogFailed(pod.Metadata.NamespaceProperty, pod.Metadata.Name, exception.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Pod {Namespace}/{Name} could not be played: {Reason}")]
    private partial void LogFailed(string @namespace, string name, string reason);
}
