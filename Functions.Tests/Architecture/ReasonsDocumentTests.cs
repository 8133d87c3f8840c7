using System.Text.RegularExpressions;

namespace Functions.Tests.Architecture;

/// <summary>docs/reasons.md lists the reasons of failures that the code gives.</summary>
public sealed partial class ReasonsDocumentTests
{
    private static readonly string s_code = string.Join('\n', Directory
        .EnumerateFiles(Path.Combine(Repository.Root, "Functions"), "*.cs", SearchOption.AllDirectories)
        .Where(file => !file[Repository.Root.Length..].Split(Path.DirectorySeparatorChar).Any(folder => folder is "obj" or "bin"))
        .Select(File.ReadAllText));

    [Fact]
    public async Task It_has_each_reason_that_the_code_gives()
    {
        var given = Given().Matches(s_code).Select(match => match.Groups["reason"].Value).ToHashSet();
        Assert.Contains("ImmutableField", given);
        Assert.Contains("NamespaceStuck", given);

        Assert.Empty(given.Except(await ListedAsync()));
    }

    [Fact]
    public async Task It_has_no_reason_that_the_code_does_not_know() => Assert.DoesNotContain(
        await ListedAsync(), reason => !s_code.Contains($"\"{reason}\"", StringComparison.Ordinal));

    private static async Task<IReadOnlyList<string>> ListedAsync()
    {
        var lines = await File.ReadAllLinesAsync(Path.Combine(Repository.Root, "docs", "reasons.md"));
        return [.. lines.Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .SelectMany(line => Word().Matches(line.Split('|')[1]).Select(word => word.Groups["word"].Value))];
    }

    // The first of what a failure, or a look that may become one, is made of.
    [GeneratedRegex("""
        (?:StoreFailure(?:Exception)?|Final|Passing|Wait|NotYet|Hopeless)\((?:new\()?\s*"(?<reason>[A-Z][a-z]\w+)"
        | \bnew\(\s*(?:\$"[^"]*",\s*)?"(?<reason>[A-Z][a-z]\w+)",\s*\$?"
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Given();

    [GeneratedRegex("`(?<word>\\w+)`")]
    private static partial Regex Word();
}
