using System.Text.Json.Nodes;
using k8s.Models;

namespace Functions.SimulatedCluster.Objects.Admission;

/// <summary>Fields that cannot be changed once an object is there.</summary>
internal static class Immutability
{
    private const string FieldIsImmutable = "field is immutable";

    private static readonly string[] s_statefulSetMayChange =
    [
        "replicas", "ordinals", "template", "updateStrategy", "revisionHistoryLimit", "persistentVolumeClaimRetentionPolicy",
        "minReadySeconds",
    ];
    private static readonly string[] s_podMayChange =
        ["containers", "initContainers", "activeDeadlineSeconds", "tolerations", "terminationGracePeriodSeconds"];

    /// <exception cref="ApiException">422 or, for a claim that cannot grow, 403.</exception>
    public static void RefuseChanges(ObjectStore store, ObjectKey key, JsonObject before, JsonObject after)
    {
        switch (key.Kind.Name)
        {
            case "Secret" or "ConfigMap" when before["immutable"]?.GetValue<bool>() == true:
                Refuse(
                    Differ(before, after, "data") || Differ(before, after, "binaryData") || after["immutable"]?.GetValue<bool>() != true,
                    key, "data", $"Forbidden: {FieldIsImmutable} when `immutable` is set");
                break;
            case "StatefulSet":
                Refuse(
                    DifferBut(before["spec"], after["spec"], s_statefulSetMayChange), key, "spec",
                    "Forbidden: updates to statefulset spec for fields other "
                    + $"than {string.Join(", ", s_statefulSetMayChange[..^1].Select(field => $"'{field}'"))} and "
                    + $"'{s_statefulSetMayChange[^1]}' are forbidden");
                break;
            case "Deployment" or "ReplicaSet":
                Refuse(
                    Differ(before, after, "spec", "selector"), key, "spec.selector",
                    $"Invalid value: {after.At("spec", "selector")?.ToJsonString()}: {FieldIsImmutable}");
                break;
            case "Job":
                Refuse(
                    Differ(before, after, "spec", "template") && before.At("spec", "suspend")?.GetValue<bool>() != true, key,
                    "spec.template", $"Invalid value: {FieldIsImmutable}");
                Refuse(Differ(before, after, "spec", "completions"), key, "spec.completions", $"Invalid value: {FieldIsImmutable}");
                break;
            case "PersistentVolumeClaim":
                RefuseClaimChanges(store, key, before, after);
                break;
            case "Service" when before.Text("spec", "clusterIP") is { } address && after.Text("spec", "clusterIP") is { } other
                && other != address:
                Refuse(true, key, "spec.clusterIPs[0]", $"Invalid value: [\"{other}\"]: may not change once set");
                break;
            case "Pod":
                Refuse(
                    DifferBut(
                        before["spec"],
                        after["spec"],
                        before.Text("spec", "nodeName") is null ? [.. s_podMayChange, "nodeName"] : s_podMayChange),
                    key, "spec",
                    "Forbidden: pod updates may not change fields other than "
                    + "`spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,"
                    + "`spec.tolerations` (only additions to existing tolerations),"
                    + "`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)");
                break;
            case "RoleBinding" or "ClusterRoleBinding":
                Refuse(
                    Differ(before, after, "roleRef"), key, "roleRef",
                    $"Invalid value: {after["roleRef"]?.ToJsonString()}: cannot change roleRef");
                break;
        }
    }

    private static void RefuseClaimChanges(ObjectStore store, ObjectKey key, JsonObject before, JsonObject after)
    {
        string[] mayChange = before.Text("spec", "volumeName") is null ? ["resources", "volumeName", "storageClassName"] : ["resources"];
        Refuse(
            DifferBut(before["spec"], after["spec"], mayChange), key, "spec",
            "Forbidden: spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims");
        var (was, now) = (Storage(before), Storage(after));
        Refuse(now < was, key, "spec.resources.requests.storage", "Forbidden: field can not be less than status.capacity");
        if (now > was)
        {
            var storageClass = store.Catalog.Find("storage.k8s.io", "v1", "storageclasses")!;
            var used = store.Find(new ObjectKey(storageClass, "", before.Text("spec", "storageClassName") ?? ""));
            if (used?["allowVolumeExpansion"]?.GetValue<bool>() != true)
            {
                throw ApiException.Forbidden(
                    key,
                    "only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize");
            }
        }
    }

    private static decimal Storage(JsonObject claim) => claim.Text("spec", "resources", "requests", "storage") is { } size
        ? new ResourceQuantity(size).ToDecimal()
        : 0;

    private static void Refuse(bool refused, ObjectKey key, string field, string why)
    {
        if (refused)
        {
            throw ApiException.Invalid(key.Kind, key.Name, new FieldError(
                why.StartsWith("Forbidden", StringComparison.Ordinal) ? "FieldValueForbidden" : "FieldValueInvalid", field, why));
        }
    }

    private static bool Differ(JsonObject before, JsonObject after, params ReadOnlySpan<string> path) =>
        !JsonNode.DeepEquals(before.At(path), after.At(path));

    private static bool DifferBut(JsonNode? before, JsonNode? after, string[] mayChange)
    {
        return !JsonNode.DeepEquals(Rest(before), Rest(after));

        JsonObject Rest(JsonNode? spec)
        {
            var rest = (spec as JsonObject)?.Copy() ?? [];
            foreach (var field in mayChange)
            {
                rest.Remove(field);
            }

            return rest;
        }
    }
}
