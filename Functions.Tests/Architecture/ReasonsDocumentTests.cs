using System.Reflection;
using System.Text.RegularExpressions;
using Stores.Core;

namespace Functions.Tests.Architecture;

/// <summary>The reasons of failures are those of <see cref="Reasons"/>, which docs/reasons.md lists.</summary>
public sealed partial class ReasonsDocumentTests
{
    private static readonly IReadOnlyList<string> s_reasons =
        [.. typeof(Reasons).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!)];

    [Fact]
    public async Task The_document_lists_them_all_and_no_others()
    {
        Assert.Contains(Reasons.NamespaceStuck, s_reasons);
        Assert.Equal(s_reasons.Order(), (await ListedAsync()).Distinct().Order());
    }

    [Fact]
    public void The_code_names_them_by_their_constants()
    {
        var words = s_reasons.ToHashSet(StringComparer.Ordinal);
        var spelled = Sources.OfApp().SelectMany(file => Literal().Matches(File.ReadAllText(file))
            .Select(match => match.Groups["word"].Value).Where(words.Contains).Select(word => $"{Path.GetFileName(file)}: {word}"));

        Assert.Empty(spelled);
    }

    [Fact]
    public void No_failure_is_given_a_reason_on_the_spot() => Assert.Empty(
        Sources.OfApp().SelectMany(
            file => Given().Matches(File.ReadAllText(file)).Select(match => $"{Path.GetFileName(file)}: {match.Value}")));

    private static async Task<IEnumerable<string>> ListedAsync()
    {
        var lines = await File.ReadAllLinesAsync(Path.Combine(Repository.Root, "docs", "reasons.md"));
        return lines.Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .SelectMany(line => Word().Matches(line.Split('|')[1]).Select(word => word.Groups["word"].Value));
    }

    [GeneratedRegex("""(?<![$@\\])"(?<word>[A-Z]\w+)"(?!")""")]
    private static partial Regex Literal();

    // The first of what a failure, or a look that may become one, is made of.
    [GeneratedRegex(@"(?:StoreFailure(?:Exception)?|Final|Passing|Wait|NotYet|Hopeless)\((?:new\()?\s*""\w+""")]
    private static partial Regex Given();

    [GeneratedRegex("`(?<word>\\w+)`")]
    private static partial Regex Word();
}
