using System.Text.RegularExpressions;

namespace Functions.IntegrationTests.Web;

public sealed partial class PageBundleTests
{
    [Theory]
    [InlineData("index.html")]
    [InlineData("contract.html")]
    public void Everything_a_page_loads_is_its_own_and_named_by_its_content(string page)
    {
        var references = Loaded().Matches(Read(page)).Select(match => match.Groups[1].Value).ToList();
        Assert.NotEmpty(references);
        Assert.All(references, reference =>
        {
            Assert.Matches(@"^/assets/[\w-]+-[\w-]{8}\.(js|css|svg)$", reference);
            Assert.True(File.Exists(Path.Combine(ScriptedApi.PageFolder, reference[1..])), reference);
        });
    }

    [Theory]
    [InlineData("index.html")]
    [InlineData("contract.html")]
    public void A_page_has_no_inline_script_or_style(string page)
    {
        Assert.DoesNotMatch(@"<script(?![^>]*\ssrc=)", Read(page));
        Assert.DoesNotMatch(@"<style|\sstyle=|\son\w+=", Read(page));
    }

    // The renderer of the contract is no burden to the dashboard.
    [Theory]
    [InlineData("index.html", 300)]
    [InlineData("contract.html", 2000)]
    public void A_page_stays_small(string page, int kilobytes) =>
        Assert.InRange(WithAll(page).Sum(file => new FileInfo(Path.Combine(ScriptedApi.PageFolder, file)).Length), 1, kilobytes * 1024);

    private static string Read(string file) => File.ReadAllText(Path.Combine(ScriptedApi.PageFolder, file));

    // A page and the files that it names, and those that they name.
    private static HashSet<string> WithAll(string page)
    {
        var files = new HashSet<string>(StringComparer.Ordinal) { page };
        for (var open = new Stack<string>(files); open.TryPop(out var file);)
        {
            foreach (var named in Named().Matches(Read(file)).Select(match => $"assets/{match.Value}").Where(files.Add))
            {
                open.Push(named);
            }
        }

        return files;
    }

    [GeneratedRegex("""<(?:script|link)[^>]*\s(?:src|href)="([^"]*)""")]
    private static partial Regex Loaded();

    [GeneratedRegex(@"[\w-]+-[\w-]{8}\.(?:js|css|svg)\b")]
    private static partial Regex Named();
}
