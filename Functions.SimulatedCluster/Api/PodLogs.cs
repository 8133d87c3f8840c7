using System.Text.Json.Nodes;
using Functions.SimulatedCluster.Objects;

namespace Functions.SimulatedCluster.Api;

/// <summary>What a pod's containers have said.</summary>
internal static class PodLogs
{
    /// <exception cref="ApiException">400: no container has started.</exception>
    public static string Of(JsonObject pod) => pod.Text("status", "phase") is "Running" or "Succeeded" or "Failed"
        ? string.Concat(pod.Items("spec", "containers").Select(container => $"{container.Text("name")} started (simulated)\n"))
        : throw ApiException.BadRequest($"container \"{pod.Items("spec", "containers").FirstOrDefault().Text("name")}\" in pod \"{pod.Name()}\" is waiting to start: ContainerCreating");
}
