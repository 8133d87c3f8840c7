using System.Text.RegularExpressions;

namespace Functions.IntegrationTests.Web;

public sealed partial class PageBundleTests
{
    private readonly string _page = File.ReadAllText(Path.Combine(ScriptedApi.PageFolder, "index.html"));

    [Fact]
    public void Everything_the_page_loads_is_its_own_and_named_by_its_content()
    {
        var references = Reference().Matches(_page).Select(match => match.Groups[1].Value).ToList();
        Assert.NotEmpty(references);
        Assert.All(references, reference =>
        {
            Assert.Matches(@"^/assets/[\w-]+-[\w-]{8}\.(js|css|svg)$", reference);
            Assert.True(File.Exists(Path.Combine(ScriptedApi.PageFolder, reference[1..])), reference);
        });
    }

    [Fact]
    public void The_page_has_no_inline_script_or_style()
    {
        Assert.DoesNotMatch(@"<script(?![^>]*\ssrc=)", _page);
        Assert.DoesNotMatch(@"<style|\sstyle=|\son\w+=", _page);
    }

    [Fact]
    public void The_page_stays_small()
    {
        var size = Directory.EnumerateFiles(ScriptedApi.PageFolder, "*", SearchOption.AllDirectories)
            .Sum(file => new FileInfo(file).Length);
        Assert.InRange(size, 1, 300 * 1024);
    }

    [GeneratedRegex("""\s(?:src|href)="([^"]*)""")]
    private static partial Regex Reference();
}
