using System.Text.Json.Nodes;

namespace Functions.IntegrationTests.Chart;

/// <summary>Rendered objects, by their kinds and names.</summary>
internal static class GoldenManifests
{
    /// <summary>
    /// Every object of a text, by Kind/name. A manifest that a ConfigMap carries as text is an object too, by the ConfigMap and the key.
    /// </summary>
    public static SortedDictionary<string, JsonNode> Read(string yaml)
    {
        var objects = new SortedDictionary<string, JsonNode>(StringComparer.Ordinal);
        foreach (var manifest in GoldenYaml.Documents(yaml))
        {
            var name = $"{manifest["kind"]}/{manifest["metadata"]!["name"]}";
            // Two of one name would hide each other; this throws.
            objects.Add(name, manifest);
            foreach (var (key, text) in manifest["data"]?.AsObject().ToList() ?? [])
            {
                if (text is JsonValue && text.ToString().StartsWith("apiVersion:", StringComparison.Ordinal))
                {
                    objects.Add($"{name} {key}", GoldenYaml.Documents(text.ToString()).Single());
                    manifest["data"]![key] = "(manifest)";
                }
            }
        }

        return objects;
    }

    /// <summary>Fails unless both are the same objects, with the same values in each.</summary>
    public static void AssertSame(IReadOnlyDictionary<string, JsonNode> expected, IReadOnlyDictionary<string, JsonNode> actual)
    {
        Assert.Equal(expected.Keys, actual.Keys);
        Assert.All(expected, manifest => Assert.True(JsonNode.DeepEquals(manifest.Value, actual[manifest.Key]), manifest.Key));
    }
}
