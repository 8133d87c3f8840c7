using System.Text.Json.Nodes;
using k8s.Models;

namespace Functions.SimulatedCluster.Objects.Admission;

/// <summary>LimitRanges of type Container: defaults for new pods, and bounds.</summary>
internal static class LimitRanges
{
    /// <summary>Gives a pod's containers what they lack; modifies it.</summary>
    /// <exception cref="ApiException">403: a container asks for more or less than it may.</exception>
    public static void Apply(ObjectStore store, ObjectKey key, JsonObject pod)
    {
        var ranges = store.List(store.Catalog.Core("limitranges"), key.Namespace).Items
            .SelectMany(range => range.Items("spec", "limits")).Where(limit => limit.Text("type") == "Container").ToList();
        foreach (var container in pod.Items("spec", "containers").Concat(pod.Items("spec", "initContainers")))
        {
            foreach (var range in ranges)
            {
                Fill(container, "limits", range["default"]);
                Fill(container, "requests", range["defaultRequest"]);
            }

            // A limit without a request is a request.
            Fill(container, "requests", container.At("resources", "limits"));
            foreach (var range in ranges)
            {
                RefuseBeyond(key, container, range);
            }
        }
    }

    private static void Fill(JsonObject container, string what, JsonNode? defaults)
    {
        foreach (var (resource, amount) in defaults as JsonObject ?? [])
        {
            container.Child("resources").Child(what)[resource] ??= amount?.DeepClone();
        }
    }

    private static void RefuseBeyond(ObjectKey key, JsonObject container, JsonObject range)
    {
        foreach (var (resource, most) in range["max"] as JsonObject ?? [])
        {
            if (container.Text("resources", "limits", resource) is { } limit && Amount(limit) > Amount(most!.ToString()))
            {
                throw ApiException.Forbidden(key, $"maximum {resource} usage per Container is {most}, but limit is {limit}");
            }
        }

        foreach (var (resource, least) in range["min"] as JsonObject ?? [])
        {
            if (container.Text("resources", "requests", resource) is { } request && Amount(request) < Amount(least!.ToString()))
            {
                throw ApiException.Forbidden(key, $"minimum {resource} usage per Container is {least}, but request is {request}");
            }
        }
    }

    private static decimal Amount(string quantity) => new ResourceQuantity(quantity).ToDecimal();
}
