using System.Text.Json;
using System.Text.Json.Nodes;

namespace Functions.IntegrationTests.Chart;

/// <summary>What a template's change can do to a manifest.</summary>
internal static class GoldenChanges
{
    /// <summary>The manifest with one change, for each place and each change: one node, which is changed back at the next turn.</summary>
    /// <param name="manifest">What is changed.</param>
    /// <param name="valuesOnly">Whether lists and maps keep their members.</param>
    public static IEnumerable<JsonNode> Each(JsonNode manifest, bool valuesOnly)
    {
        // What has no parent cannot be replaced.
        var holder = new JsonObject { ["manifest"] = manifest.DeepClone() };
        foreach (var node in Within(holder["manifest"]).Where(node => !valuesOnly || node is JsonValue).ToList())
        {
            foreach (var change in Of(node).Where(change => !JsonNode.DeepEquals(change, node)).ToList())
            {
                node.ReplaceWith(change);
                yield return holder["manifest"]!;
                change.ReplaceWith(node);
            }
        }
    }

    private static IEnumerable<JsonNode> Within(JsonNode? node) => node switch
    {
        null => [],
        JsonObject members => [node, .. members.SelectMany(member => Within(member.Value))],
        JsonArray items => [node, .. items.SelectMany(Within)],
        _ => [node],
    };

    private static IEnumerable<JsonNode> Of(JsonNode node) => node switch
    {
        JsonObject members =>
        [
            .. members.Select(member => With(members, copy => copy.Remove(member.Key))),
            With(members, copy => copy.Add("added.by/a change", new JsonObject { ["to"] = new JsonArray("a", 1, null) })),
        ],
        JsonArray items =>
        [
            .. items.Select((_, index) => With(items, copy => copy.RemoveAt(index))),
            With(items, copy => copy.Add(items.FirstOrDefault()?.DeepClone())),
            With(items, copy => copy.Insert(0, new JsonObject { ["name"] = "added", ["value"] = "x" })),
            With(items, copy => copy.Add("x")),
            new JsonArray([.. items.AsEnumerable().Reverse().Select(item => item?.DeepClone())]),
        ],
        // Another value, and what quotes make of it, or none.
        _ when node.GetValueKind() != JsonValueKind.String => [node.ToJsonString(), new JsonObject()],
        _ => [$"{node} → ", long.TryParse($"{node}", out var number) ? number : true],
    };

    private static T With<T>(T node, Action<T> change) where T : JsonNode
    {
        var copy = (T)node.DeepClone();
        change(copy);
        return copy;
    }
}
