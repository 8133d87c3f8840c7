using System.Text;
using Functions.Tests.Architecture;

namespace Functions.IntegrationTests.Chart;

public sealed class ValuesReadmeTests
{
    private const string Begin = "<!-- values: made from values.yaml -->\n";
    private const string End = "<!-- end of values -->\n";

    /// <summary>UPDATE_GOLDEN=1 writes the table anew.</summary>
    [Fact]
    public async Task The_readme_lists_the_values_as_values_yaml_has_them()
    {
        var readme = Path.Combine(Repository.Root, "charts", "store", "README.md");
        var text = await File.ReadAllTextAsync(readme);
        var (begin, end) = (text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, text.IndexOf(End, StringComparison.Ordinal));
        var table = Table(await File.ReadAllLinesAsync(Path.Combine(Repository.Root, "charts", "store", "values.yaml")));
        if (GoldenTests.Update)
        {
            text = text[..begin] + table + text[end..];
            await File.WriteAllTextAsync(readme, text);
            end = begin + table.Length;
        }

        Assert.Equal(table, text[begin..end]);
    }

    private static string Table(string[] lines)
    {
        var rows = new List<(string Path, string Value, string Comment)>();
        var (path, comment) = (new List<string>(), "");
        foreach (var line in lines)
        {
            var trimmed = line.Trim();
            if (trimmed.StartsWith("# Checksum seen at ", StringComparison.Ordinal))
            {
                // Meant for whoever moves a version, not for whoever sets a value.
                continue;
            }

            if (trimmed.StartsWith('#'))
            {
                comment += (comment.Length > 0 ? " " : "") + trimmed[1..].Trim();
                continue;
            }

            if (trimmed.StartsWith("- ", StringComparison.Ordinal))
            {
                // One more of a list that takes a line for each.
                var (of, others, meaning) = rows[^1];
                rows[^1] = (of, others.Length > 0 ? $"{others[..^1]}, {trimmed[2..]}]" : $"[{trimmed[2..]}]", meaning);
            }
            else if (trimmed.Length > 0)
            {
                var (depth, colon) = ((line.Length - line.TrimStart().Length) / 2, trimmed.IndexOf(':', StringComparison.Ordinal));
                path = [.. path.Take(depth), trimmed[..colon]];
                rows.Add((string.Join('.', path), trimmed[(colon + 1)..].Trim(), comment));
            }

            comment = "";
        }

        var table = new StringBuilder("| Value | Default | Meaning |\n| --- | --- | --- |\n");
        foreach (var (name, value, meaning) in rows.Where(row => row.Value.Length > 0 || row.Comment.Length > 0))
        {
            table.Append($"| `{name}` | {(value.Length > 0 ? $"`{Escape(value)}`" : "")} | {Escape(meaning)} |\n");
        }

        return table.ToString();
    }

    private static string Escape(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
