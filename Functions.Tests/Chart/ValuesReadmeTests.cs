using System.Text;
using Functions.Tests.Architecture;

namespace Functions.Tests.Chart;

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
        var table = new StringBuilder("| Value | Default | Meaning |\n| --- | --- | --- |\n");
        var (path, comment) = (new List<string>(), "");
        foreach (var line in lines)
        {
            var trimmed = line.Trim();
            if (trimmed.StartsWith('#'))
            {
                comment += (comment.Length > 0 ? " " : "") + trimmed[1..].Trim();
                continue;
            }

            if (trimmed.Length > 0)
            {
                var (depth, colon) = ((line.Length - line.TrimStart().Length) / 2, trimmed.IndexOf(':', StringComparison.Ordinal));
                path = [.. path.Take(depth), trimmed[..colon]];
                var value = trimmed[(colon + 1)..].Trim();
                if (value.Length > 0 || comment.Length > 0)
                {
                    table.Append($"| `{string.Join('.', path)}` | {(value.Length > 0 ? $"`{value.Replace("|", "\\|", StringComparison.Ordinal)}`" : "")} | {comment.Replace("|", "\\|", StringComparison.Ordinal)} |\n");
                }
            }

            comment = "";
        }

        return table.ToString();
    }
}
