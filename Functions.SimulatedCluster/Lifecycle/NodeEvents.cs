using System.Net;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace Functions.SimulatedCluster.Lifecycle;

/// <summary>Events that the node's parts write through the API.</summary>
internal sealed class NodeEvents(IKubernetes client, string host, TimeProvider clock)
{
    /// <summary>Writes an event, or counts it when it was written before.</summary>
    /// <param name="about">The object.</param>
    /// <param name="component">Who says it.</param>
    /// <param name="what">What it says.</param>
    /// <param name="message">Its message.</param>
    /// <param name="fieldPath">The part of the object; null for all of it.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task WriteAsync(
        IKubernetesObject<V1ObjectMeta> about, string component, (string Type, string Reason) what, string message, string? fieldPath,
        CancellationToken cancellationToken)
    {
        var meta = about.Metadata;
        var name = EventNames.Of(meta.Name, meta.Uid, what.Reason, message, fieldPath);
        var now = clock.GetUtcNow().UtcDateTime;
        try
        {
            await client.CoreV1.CreateNamespacedEventAsync(
                new Corev1Event
                {
                    Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = meta.NamespaceProperty },
                    InvolvedObject = new V1ObjectReference
                    {
                        ApiVersion = about.ApiVersion,
                        Kind = about.Kind,
                        Name = meta.Name,
                        NamespaceProperty = meta.NamespaceProperty,
                        Uid = meta.Uid,
                        ResourceVersion = meta.ResourceVersion,
                        FieldPath = fieldPath,
                    },
                    Type = what.Type,
                    Reason = what.Reason,
                    Message = message,
                    Source = new V1EventSource { Component = component, Host = component == "kubelet" ? host : null },
                    ReportingComponent = component,
                    Count = 1,
                    FirstTimestamp = now,
                    LastTimestamp = now,
                },
                meta.NamespaceProperty,
                cancellationToken: cancellationToken);
        }
        catch (HttpOperationException exception) when (exception.Response.StatusCode == HttpStatusCode.Conflict)
        {
            await CountAsync(name, meta.NamespaceProperty, now, cancellationToken);
        }
        catch (HttpOperationException exception) when (exception.Response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Forbidden)
        {
            // A namespace that is going takes no events; nothing depends on them.
        }
    }

    private async Task CountAsync(string name, string ns, DateTime now, CancellationToken cancellationToken)
    {
        try
        {
            var found = await client.CoreV1.ReadNamespacedEventAsync(name, ns, cancellationToken: cancellationToken);
            var patch = new V1Patch(
                new Dictionary<string, object> { ["count"] = (found.Count ?? 1) + 1, ["lastTimestamp"] = now },
                V1Patch.PatchType.MergePatch);
            await client.CoreV1.PatchNamespacedEventAsync(patch, name, ns, cancellationToken: cancellationToken);
        }
        catch (HttpOperationException exception) when (exception.Response.StatusCode == HttpStatusCode.NotFound)
        {
            // It expired just now.
        }
    }
}
