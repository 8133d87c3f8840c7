namespace Functions.Tests.Architecture;

/// <summary>Links of the documentation lead somewhere.</summary>
public sealed class LinkTests
{
    [Fact]
    public async Task Every_relative_link_leads_to_a_file_and_every_anchor_to_a_heading()
    {
        var files = MarkdownFiles.All();
        Assert.Contains("README.md", files);
        Assert.Contains(files, file => file.StartsWith("docs", StringComparison.Ordinal));

        var broken = new List<string>();
        foreach (var file in files)
        {
            foreach (var link in MarkdownFiles.Links(await File.ReadAllTextAsync(Path.Combine(Repository.Root, file))))
            {
                if (await FindBreakAsync(file, link) is { } why)
                {
                    broken.Add($"{file}: {link} {why}");
                }
            }
        }

        Assert.Empty(broken);
    }

    [Theory]
    [InlineData("README.md", "docs/nowhere.md", "leads to no file")]
    [InlineData("README.md", "docs/settings.md#of-nobody", "leads to no heading")]
    [InlineData("docs/settings.md", "README.md", "leads to no file")]
    [InlineData("docs/settings.md", "../../README.md", "leads out of the repository")]
    [InlineData("docs/settings.md", "#of-the-app", null)]
    [InlineData("docs/settings.md", "../README.md#try-it", null)]
    [InlineData("README.md", "charts/store", null)]
    [InlineData("README.md", "https://example.com/nowhere", null)]
    public async Task A_broken_link_is_found(string file, string link, string? why) => Assert.Equal(why, await FindBreakAsync(file, link));

    [Fact]
    public void Links_are_read_outside_of_code_alone() => Assert.Equal(
        ["a.md", "b.png"], MarkdownFiles.Links("[a](a.md) `[c](c.md)` ![b](b.png \"b\")\n\n    [d](d.md)\n\n```\n[e](e.md)\n```\n"));

    [Fact]
    public void Anchors_are_made_of_headings_as_a_forge_makes_them() => Assert.Equal(
        ["minikube-gke-mail", "what-postapi-answers", "again", "again-1"],
        MarkdownFiles.Anchors("# minikube, GKE, mail\n## What `POST/api` answers\n## Again\n## Again\n```\n# none\n```\n"));

    // Why a link is broken; null when it is not, or leads to another site.
    private static async Task<string?> FindBreakAsync(string file, string link)
    {
        if (!link.StartsWith('/') && Uri.TryCreate(link, UriKind.Absolute, out _))
        {
            return null;
        }

        var parts = link.Split('#', 2);
        var target = parts[0].Length == 0
            ? Path.Combine(Repository.Root, file)
            : Path.GetFullPath(Uri.UnescapeDataString(parts[0]), Path.GetDirectoryName(Path.Combine(Repository.Root, file))!);
        if (!target.StartsWith(Repository.Root, StringComparison.Ordinal))
        {
            return "leads out of the repository";
        }

        if (!Path.Exists(target))
        {
            return "leads to no file";
        }

        return parts.Length == 1 || MarkdownFiles.Anchors(await File.ReadAllTextAsync(target)).Contains(parts[1])
            ? null
            : "leads to no heading";
    }
}
