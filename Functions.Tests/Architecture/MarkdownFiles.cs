using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace Functions.Tests.Architecture;

/// <summary>The repository's Markdown files: what they link to, and the anchors that their headings make.</summary>
internal static partial class MarkdownFiles
{
    private static readonly string[] s_listing = ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", "*.md"];

    /// <summary>Those that git has or would take, by their paths below the root; without git, all but those of tools.</summary>
    public static IReadOnlyList<string> All() => [.. Tracked() ?? Found()];

    /// <summary>The targets of a text's links and pictures, as they are written; those in code are none.</summary>
    public static IEnumerable<string> Links(string text) =>
        Link().Matches(WithoutCode(text)).Select(link => link.Groups["target"].Value);

    /// <summary>The anchors of a text's headings, as a forge makes them.</summary>
    public static IReadOnlySet<string> Anchors(string text)
    {
        var anchors = new HashSet<string>(StringComparer.Ordinal);
        foreach (var heading in Heading().Matches(Fence().Replace(text, "")).Select(heading => heading.Groups["text"].Value))
        {
            var slug = Slug(heading);
            for (var again = 0; !anchors.Add(again == 0 ? slug : $"{slug}-{again}"); again++)
            {
            }
        }

        return anchors;
    }

    // Letters, digits, underscores and hyphens stay; a space becomes a hyphen.
    private static string Slug(string heading) => heading.Trim().ToLowerInvariant()
        .Where(character => char.IsLetterOrDigit(character) || character is ' ' or '-' or '_')
        .Aggregate(new StringBuilder(), (slug, character) => slug.Append(character == ' ' ? '-' : character))
        .ToString();

    private static string WithoutCode(string text) => Code().Replace(Indented().Replace(Fence().Replace(text, ""), ""), "");

    private static List<string>? Tracked()
    {
        if (!Path.Exists(Path.Combine(Repository.Root, ".git")))
        {
            return null;
        }

        using var git = Process.Start(new ProcessStartInfo("git", ["-C", Repository.Root, .. s_listing])
        {
            RedirectStandardOutput = true,
        })!;
        var files = git.StandardOutput.ReadToEnd().Split('\0', StringSplitOptions.RemoveEmptyEntries);
        git.WaitForExit();
        return git.ExitCode == 0 ? [.. files.Where(file => File.Exists(Path.Combine(Repository.Root, file)))] : null;
    }

    private static IEnumerable<string> Found() => Directory.EnumerateFiles(Repository.Root, "*.md", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Repository.Root, file))
        .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(folder => folder is "node_modules" or "bin" or "obj"));

    [GeneratedRegex(@"\]\(\s*<?(?<target>[^)\s>]+)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^#{1,6} +(?<text>.+?) *$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex("^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex("^ {4,}.*$", RegexOptions.Multiline)]
    private static partial Regex Indented();

    [GeneratedRegex("`[^`\n]*`")]
    private static partial Regex Code();
}
