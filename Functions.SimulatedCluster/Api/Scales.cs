using System.Text.Json.Nodes;
using Functions.SimulatedCluster.Objects;
using k8s.Models;

namespace Functions.SimulatedCluster.Api;

/// <summary>The scale of a workload: how many pods it is to have, as a part that is read and written alike for every kind.</summary>
internal static class Scales
{
    public const string Subresource = "scale";

    public static Kind Kind { get; } = new("autoscaling", "v1", "Scale", "scales", Namespaced: true, typeof(V1Scale));

    public static bool Concern(Kind kind) =>
        kind is { Group: "apps", Name: "Deployment" or "StatefulSet" or "ReplicaSet" } or { Group: "", Name: "ReplicationController" };

    public static JsonObject Of(JsonObject workload)
    {
        var identity = new[] { "name", "namespace", "uid", "resourceVersion", "creationTimestamp" };
        return new JsonObject
        {
            ["kind"] = Kind.Name,
            ["apiVersion"] = Kind.ApiVersion,
            ["metadata"] = new JsonObject(identity.Select(field => KeyValuePair.Create(field, workload.Meta()[field]?.DeepClone()))),
            ["spec"] = new JsonObject { ["replicas"] = workload.Number("spec", "replicas") ?? 0 },
            ["status"] = new JsonObject { ["replicas"] = workload.Number("status", "replicas") ?? 0, ["selector"] = Selector(workload) },
        };
    }

    /// <summary>A workload by its new scale; modifies and returns it.</summary>
    /// <exception cref="ApiException">422: fewer pods than none.</exception>
    public static JsonObject Resize(JsonObject workload, JsonObject scale)
    {
        var replicas = scale.Number("spec", "replicas") ?? 0;
        if (replicas < 0)
        {
            const string rule = "must be greater than or equal to 0";
            throw ApiException.Invalid(
                Kind, workload.Name(), new FieldError("FieldValueInvalid", "spec.replicas", $"Invalid value: {replicas}: {rule}"));
        }

        workload.Child("spec")["replicas"] = replicas;
        // Whoever read another version must not change this one.
        workload.Meta()["resourceVersion"] = scale.At("metadata", "resourceVersion")?.DeepClone();
        return workload;
    }

    // As a label selector is written in a query.
    private static string Selector(JsonObject workload)
    {
        var selector = workload.At("spec", "selector");
        var isBare = selector.At("matchLabels") is null && selector.At("matchExpressions") is null;
        var labels = (isBare ? selector : selector.At("matchLabels")) as JsonObject ?? [];
        var expressions = selector.Items("matchExpressions").Select(expression =>
        {
            var (key, values) = (expression.Text("key"), $"({string.Join(',', expression.At("values") as JsonArray ?? [])})");
            return expression.Text("operator") switch
            {
                "In" => $"{key} in {values}",
                "NotIn" => $"{key} notin {values}",
                "DoesNotExist" => $"!{key}",
                _ => $"{key}",
            };
        });
        var equalities = labels.OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => $"{label.Key}={label.Value}");
        return string.Join(',', equalities.Concat(expressions));
    }
}
