using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Functions.IntegrationTests.Chart;

/// <summary>Makes objects of others and of the text of their <see cref="GoldenDifferences"/>.</summary>
internal static partial class GoldenPatch
{
    public static SortedDictionary<string, JsonNode> Apply(IReadOnlyDictionary<string, JsonNode> before, string text)
    {
        var objects = new SortedDictionary<string, JsonNode>(
            before.ToDictionary(item => item.Key, item => item.Value.DeepClone()), StringComparer.Ordinal);
        foreach (var (head, body) in Blocks(text.Split('\n').Where(line => line.Length > 0 && line[0] != '#')))
        {
            if (head.StartsWith("+ ", StringComparison.Ordinal))
            {
                objects.Add(head[2..], Value(body)!);
            }
            else if (head.StartsWith("- ", StringComparison.Ordinal))
            {
                Assert.True(objects.Remove(head[2..]), head);
            }
            else
            {
                foreach (var (line, block) in Blocks(body))
                {
                    Change(objects[head], line, block);
                }
            }
        }

        return objects;
    }

    private static void Change(JsonNode manifest, string line, IReadOnlyList<string> block)
    {
        var parts = Line().Match(line);
        Assert.True(parts.Success, line);
        var steps = Steps().Matches(parts.Groups["path"].Value).Select(step => step.Groups["name"].Value).ToList();
        var parent = steps.SkipLast(1).Aggregate(manifest, (node, step) => Get(node, step)!);
        var (last, value) = (steps[^1], parts.Groups["value"].Value);
        switch (line[0])
        {
            case '+' when parent is JsonArray list:
                list.Insert(parts.Groups["at"] is { Success: true } at ? Whole(at.Value) : list.Count, Value([value, .. block]));
                break;
            case '+':
                parent.AsObject().Add(last, Value([value, .. block]));
                break;
            case '-':
                // What is not told as a whole is not told at all.
                Assert.Equal(GoldenYaml.IsBlock(Get(parent, last)) ? "" : GoldenYaml.Line(Get(parent, last)), value);
                Remove(parent, last);
                break;
            default:
                var was = $"{GoldenYaml.Line(Get(parent, last))} → ";
                Assert.StartsWith(was, value, StringComparison.Ordinal);
                Set(parent, last, Value([value[was.Length..]]));
                break;
        }
    }

    private static JsonNode? Get(JsonNode parent, string step) => parent is JsonArray list ? list[Index(list, step)] : parent[step];

    private static void Set(JsonNode parent, string step, JsonNode? value)
    {
        if (parent is JsonArray list)
        {
            list[Index(list, step)] = value;
        }
        else
        {
            parent[step] = value;
        }
    }

    private static void Remove(JsonNode parent, string step)
    {
        if (parent is JsonArray list)
        {
            list.RemoveAt(Index(list, step));
        }
        else
        {
            Assert.True(parent.AsObject().Remove(step), step);
        }
    }

    private static int Index(JsonArray list, string step)
    {
        if (char.IsAsciiDigit(step[0]))
        {
            return Whole(step);
        }

        var (key, name) = step.Split('=') is [var other, var value] ? (other, value) : ("name", step);
        return list.Index().Single(item => Name(item.Item!) == name).Index;

        string Name(JsonNode item) => item is JsonObject members ? $"{members[key]}" : $"{item}".Split('=')[0];
    }

    private static JsonNode? Value(IEnumerable<string> lines) => GoldenYaml.Documents(string.Join('\n', lines)).SingleOrDefault();

    private static int Whole(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);

    // Each line at the margin, with those below it that are not.
    private static IEnumerable<(string Head, List<string> Body)> Blocks(IEnumerable<string> lines)
    {
        var blocks = new List<(string Head, List<string> Body)>();
        foreach (var line in lines)
        {
            if (line.StartsWith("  ", StringComparison.Ordinal))
            {
                blocks[^1].Body.Add(line[2..]);
            }
            else
            {
                blocks.Add((line, []));
            }
        }

        return blocks;
    }

    [GeneratedRegex(@"^[-+!] (?<path>[^ :\[]*(\[[^\]]*\][^ :\[]*)*)( at (?<at>[0-9]+))?(:( (?<value>.+))?)?$")]
    private static partial Regex Line();

    [GeneratedRegex(@"\[(?<name>[^\]]*)\]|(?<name>[\w-]+)")]
    private static partial Regex Steps();
}
