using System.Text.Json.Nodes;
using k8s.Models;

namespace Functions.SimulatedCluster.Objects.Admission;

/// <summary>ResourceQuotas: what a namespace uses of what it may.</summary>
internal static class Quotas
{
    /// <summary>Refuses a write that would take a namespace beyond a quota.</summary>
    /// <exception cref="ApiException">403, in the words that tell requested, used and limited.</exception>
    public static void RefuseExcess(ObjectStore store, ObjectKey key, JsonObject? before, JsonObject after)
    {
        if (!key.Kind.Namespaced || UsageOf(key.Kind, after) is not { Count: > 0 } wanted)
        {
            return;
        }

        var had = before is null ? [] : UsageOf(key.Kind, before);
        foreach (var quota in store.List(store.Catalog.Core("resourcequotas"), key.Namespace).Items)
        {
            // What the controller has seen last counts, as in Kubernetes: a quota that was raised a moment ago is still the old one.
            var hard = quota.At("status", "hard") as JsonObject ?? quota.At("spec", "hard") as JsonObject ?? [];
            if (key.Kind.Name == "Pod" && before is null)
            {
                RefuseUnspecified(key, quota, hard, after);
            }

            var grown = hard.Where(limit => wanted.GetValueOrDefault(limit.Key) > had.GetValueOrDefault(limit.Key))
                .Select(limit => limit.Key).ToList();
            if (grown.Count == 0)
            {
                continue;
            }

            var used = Used(store, key.Namespace);
            var exceeded = grown
                .Where(resource => used.GetValueOrDefault(resource) - had.GetValueOrDefault(resource) + wanted[resource]
                    > Amount(hard[resource]!.ToString()))
                .ToList();
            if (exceeded.Count > 0)
            {
                throw ApiException.Forbidden(
                    key,
                    $"exceeded quota: {quota.Name()}, "
                    + $"requested: {Join(exceeded, resource => Format(resource, wanted[resource] - had.GetValueOrDefault(resource)))}, "
                    + $"used: {Join(exceeded, resource => Format(resource, used.GetValueOrDefault(resource)))}, "
                    + $"limited: {Join(exceeded, resource => hard[resource]!.ToString())}");
            }
        }
    }

    /// <summary>A quota's status: what it allows and how much of that is used.</summary>
    public static JsonObject StatusOf(ObjectStore store, JsonObject quota)
    {
        var hard = quota.At("spec", "hard") as JsonObject ?? [];
        var used = Used(store, quota.Namespace());
        return new JsonObject
        {
            ["hard"] = hard.DeepClone(),
            ["used"] = new JsonObject(
                hard.Select(
                    limit => KeyValuePair.Create<string, JsonNode?>(limit.Key, Format(limit.Key, used.GetValueOrDefault(limit.Key))))),
        };
    }

    private static void RefuseUnspecified(ObjectKey key, JsonObject quota, JsonObject hard, JsonObject pod)
    {
        var missing = new[] { ("requests", "cpu"), ("requests", "memory"), ("limits", "cpu"), ("limits", "memory") }
            .Where(needed => hard.ContainsKey($"{needed.Item1}.{needed.Item2}")
                && pod.Items("spec", "containers").Any(container => container.At("resources", needed.Item1, needed.Item2) is null))
            .Select(needed => $"{needed.Item1}.{needed.Item2} for: " + string.Join(
                ',',
                pod.Items("spec", "containers").Where(container => container.At("resources", needed.Item1, needed.Item2) is null)
                    .Select(container => container.Text("name"))))
            .ToList();
        if (missing.Count > 0)
        {
            throw ApiException.Forbidden(key, $"failed quota: {quota.Name()}: must specify {string.Join("; ", missing)}");
        }
    }

    private static Dictionary<string, decimal> Used(ObjectStore store, string ns)
    {
        var total = new Dictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var (key, value) in store.ListAll(ns))
        {
            foreach (var (resource, amount) in UsageOf(key.Kind, value))
            {
                total[resource] = total.GetValueOrDefault(resource) + amount;
            }
        }

        return total;
    }

    private static Dictionary<string, decimal> UsageOf(Kind kind, JsonObject value)
    {
        var usage = new Dictionary<string, decimal>(StringComparer.Ordinal) { [$"count/{kind.Resource}"] = 1 };
        switch (kind.Name)
        {
            case "Pod" when value.Text("status", "phase") is "Succeeded" or "Failed":
                break;
            case "Pod":
                usage["pods"] = 1;
                foreach (var what in new[] { "requests", "limits" })
                {
                    foreach (var (resource, amount) in value.Items("spec", "containers")
                        .SelectMany(container => container.At("resources", what) as JsonObject ?? []))
                    {
                        usage[$"{what}.{resource}"] = usage.GetValueOrDefault($"{what}.{resource}") + Amount(amount!.ToString());
                    }
                }

                usage["cpu"] = usage.GetValueOrDefault("requests.cpu");
                usage["memory"] = usage.GetValueOrDefault("requests.memory");
                break;
            case "PersistentVolumeClaim":
                usage["persistentvolumeclaims"] = 1;
                usage["requests.storage"] = Amount(value.Text("spec", "resources", "requests", "storage") ?? "0");
                break;
            case "Service":
                usage["services"] = 1;
                usage["services.loadbalancers"] = value.Text("spec", "type") == "LoadBalancer" ? 1 : 0;
                usage["services.nodeports"] = value.Text("spec", "type") is "LoadBalancer" or "NodePort"
                    ? value.Items("spec", "ports").Count()
                    : 0;
                break;
            case "Secret" or "ConfigMap" or "ReplicationController" or "ResourceQuota":
                usage[kind.Plural] = 1;
                break;
        }

        return usage;
    }

    private static decimal Amount(string quantity) => new ResourceQuantity(quantity).ToDecimal();

    private static string Join(IEnumerable<string> resources, Func<string, string> amount) =>
        string.Join(',', resources.Select(resource => $"{resource}={amount(resource)}"));

    private static string Format(string resource, decimal amount) => new ResourceQuantity(
        amount, 0, resource.EndsWith("memory", StringComparison.Ordinal) || resource.EndsWith("storage", StringComparison.Ordinal)
            ? ResourceQuantity.SuffixFormat.BinarySI : ResourceQuantity.SuffixFormat.DecimalSI).ToString();
}
