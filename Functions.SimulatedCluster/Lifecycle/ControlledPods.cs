using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Functions.SimulatedCluster.Faults;
using Functions.SimulatedCluster.Objects;

namespace Functions.SimulatedCluster.Lifecycle;

/// <summary>How workload controllers make, count and remove their pods.</summary>
internal static class ControlledPods
{
    public static List<JsonObject> Of(ClusterObjects cluster, JsonObject owner) =>
        [.. cluster.OwnedObjects("v1", "Pod", owner).Where(pod => !pod.IsTerminating())];

    public static bool IsReady(JsonObject pod) => pod.Is("Ready");

    /// <summary>Makes a pod from a template; modifies the template.</summary>
    /// <returns>Why it was refused; null when it is there.</returns>
    public static string? Create(ClusterObjects cluster, JsonObject owner, string component, string name, JsonObject template)
    {
        template.Meta()["name"] = name;
        template.Meta()["ownerReferences"] = ClusterObjects.OwnedBy(owner);
        template.Meta()["namespace"] = owner.Namespace();
        template["kind"] = "Pod";
        try
        {
            if (cluster.IsAtFault(template, Fault.FailedCreate))
            {
                throw new ApiException(403, "", "admission webhook \"simulated.example.com\" denied the request: simulated");
            }

            if (cluster.Ensure("v1", "Pod", owner.Namespace(), template))
            {
                cluster.Event(
                    owner, component, "Normal", "SuccessfulCreate", component == "statefulset-controller"
                        ? $"create Pod {name} in StatefulSet {owner.Name()} successful"
                        : $"Created pod: {name}");
            }

            return null;
        }
        catch (ApiException exception) when (exception.Code is 403 or 422)
        {
            if (exception.Details?.Items("causes").Any(cause => cause.Text("reason") == "NamespaceTerminating") != true)
            {
                cluster.Event(owner, component, "Warning", "FailedCreate", $"Error creating: {exception.Message}");
            }

            return exception.Message;
        }
    }

    public static void Delete(ClusterObjects cluster, JsonObject owner, string component, JsonObject pod)
    {
        cluster.Delete(pod);
        cluster.Event(
            owner, component, "Normal", "SuccessfulDelete", component == "statefulset-controller"
                ? $"delete Pod {pod.Name()} in StatefulSet {owner.Name()} successful"
                : $"Deleted pod: {pod.Name()}");
    }

    public static JsonObject Template(JsonObject owner, params ReadOnlySpan<(string Label, string Value)> labels)
    {
        var template = (JsonObject)owner.At("spec", "template")!.DeepClone();
        foreach (var (label, value) in labels)
        {
            template.Meta().Child("labels")[label] = value;
        }

        return template;
    }

    public static string HashOf(JsonNode? template) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(template?.ToJsonString() ?? "")))[..10];

    public static string RandomName(JsonObject owner) =>
        $"{owner.Name()}-{RandomNumberGenerator.GetString("bcdfghjklmnpqrstvwxz2456789", 5)}";
}
