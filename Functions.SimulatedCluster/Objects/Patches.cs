using System.Text.Json.Nodes;

namespace Functions.SimulatedCluster.Objects;

/// <summary>Merge patches. Each returns a new object.</summary>
internal static class Patches
{
    /// <summary>JSON merge patch (RFC 7396).</summary>
    public static JsonObject Merge(JsonObject target, JsonObject patch) => Merge(target, patch, strategic: false);

    /// <summary>Kubernetes' strategic merge patch: lists with keys are merged item by item; "$patch": "delete" removes one.</summary>
    public static JsonObject StrategicMerge(JsonObject target, JsonObject patch) => Merge(target, patch, strategic: true);

    /// <summary>
    /// Brings the items of keyed lists into the order in which they were applied, as server-side apply does; what else a list has stays
    /// behind what it stood behind. Modifies the object.
    /// </summary>
    public static void Order(JsonObject merged, JsonObject applied)
    {
        foreach (var (key, value) in applied)
        {
            if (value is JsonObject child && merged[key] is JsonObject below)
            {
                Order(below, child);
            }
            else if (value is JsonArray list && ListKeys.Of(key, list) is { } keys && merged[key] is JsonArray found)
            {
                var items = list.OfType<JsonObject>().Select(item => (Found: ListKeys.Find(found, item, keys)!, Applied: item)).ToList();
                items.ForEach(item => Order(item.Found, item.Applied));
                OrderList(found, [.. items.Select(item => item.Found).Distinct()]);
            }
        }
    }

    private static void OrderList(JsonArray list, List<JsonObject> applied)
    {
        var (ordered, left) = (new List<JsonNode>(), new Queue<JsonObject>(applied));
        foreach (var item in list.OfType<JsonObject>())
        {
            if (!applied.Contains(item))
            {
                ordered.Add(item);
            }

            while (left.Contains(item))
            {
                ordered.Add(left.Dequeue());
            }
        }

        list.Clear();
        ordered.ForEach(list.Add);
    }

    private static JsonObject Merge(JsonObject target, JsonObject patch, bool strategic)
    {
        var result = target.Copy();
        foreach (var (key, value) in patch)
        {
            switch (value)
            {
                case null:
                    result.Remove(key);
                    break;
                case JsonObject child:
                    result[key] = Merge(result[key] as JsonObject ?? [], child, strategic);
                    break;
                case JsonArray list when strategic && ListKeys.Of(key, list) is { } keys:
                    result[key] = MergeList(result[key] as JsonArray ?? [], list, keys);
                    break;
                default:
                    result[key] = value.DeepClone();
                    break;
            }
        }

        return result;
    }

    private static JsonArray MergeList(JsonArray target, JsonArray patch, IReadOnlyList<string> keys)
    {
        var result = (JsonArray)target.DeepClone();
        foreach (var item in patch.OfType<JsonObject>())
        {
            var found = ListKeys.Find(result, item, keys);
            if (item.Text("$patch") == "delete")
            {
                result.Remove(found);
            }
            else if (found is null)
            {
                result.Add(item.DeepClone());
            }
            else
            {
                result[result.IndexOf(found)] = Merge(found, item, strategic: true);
            }
        }

        return result;
    }
}
