using System.Text.RegularExpressions;
using Functions.Tests.Architecture;

namespace Functions.IntegrationTests.Chart;

/// <summary>
/// What the chart renders, kept as files so that a change of a template is read as a change of manifests: once whole, and for other values
/// where that differs. UPDATE_GOLDEN=1 dotnet test --filter "FullyQualifiedName~GoldenTests" writes them anew.
/// </summary>
public sealed partial class GoldenTests
{
    internal static bool Update { get; } = Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1";

    internal static string Folder { get; } = Path.Combine(Repository.Root, "Functions.IntegrationTests", "Chart", "Golden");

    [Fact]
    public async Task The_chart_renders_what_is_on_file()
    {
        var rendered = await RenderAsync("local", "");
        var text = Unfolded(rendered);
        GoldenManifests.AssertSame(GoldenManifests.Read(rendered), GoldenManifests.Read(text));
        Assert.Equal(await KeptAsync("local.yaml", text), text);
    }

    [Theory]
    [InlineData("gcp", "gcp", "exposure.host=shop.example.com")]
    [InlineData(
        "ingress", "local",
        "exposure.type=Ingress,exposure.domain=shops.example.com,exposure.clusterIssuer=letsencrypt,exposure.externalDns=true")]
    [InlineData("medium", "local", "plan=medium")]
    [InlineData("large", "local", "plan=large,database.engine=mysql")]
    [InlineData("baked", "local", "woocommerce.source=image")]
    public async Task With_other_values_the_chart_renders_the_differences_on_file(string name, string values, string set)
    {
        // As rendered, which is as on file, or the test above fails: what changes in every variant is told once.
        var local = GoldenManifests.Read(await RenderAsync("local", ""));
        var rendered = GoldenManifests.Read(await RenderAsync(values, set));
        var text = $"# What is not as in local.yaml, with {(values == "gcp" ? "values-gcp.yaml and " : "")}{set}\n"
            + GoldenDifferences.Between(local, rendered);
        var kept = await KeptAsync($"{name}.diff", text);
        Assert.Equal(kept, text);
        GoldenManifests.AssertSame(rendered, GoldenPatch.Apply(local, kept));
    }

    private static async Task<string> RenderAsync(string values, string set)
    {
        var chart = await RenderedChart.RenderAsync(values, set);
        // The scripts are files already; here their text would only hide the manifests.
        return Scripts().Replace(chart.Text, "  ${name}: (file)\n");
    }

    // What a ConfigMap carries as one quoted line is read, and compared, by its own lines.
    private static string Unfolded(string yaml) => Texts().Replace(yaml, text =>
    {
        var lines = GoldenYaml.Documents(text.Groups["text"].Value).Single().GetValue<string>();
        var block = lines.EndsWith('\n') ? "|" : "|-";
        return $"  {text.Groups["name"]}: {block}\n    {lines.TrimEnd('\n').Replace("\n", "\n    ", StringComparison.Ordinal)}\n";
    });

    // What is on file, after it is written anew where that is asked for.
    private static async Task<string> KeptAsync(string name, string text)
    {
        var file = Path.Combine(Folder, name);
        if (Update)
        {
            Directory.CreateDirectory(Folder);
            await File.WriteAllTextAsync(file, text);
        }

        return await File.ReadAllTextAsync(file);
    }

    [GeneratedRegex(@"^  (?<name>[a-z-]+\.(php|sh|conf)): "".*""\n", RegexOptions.Multiline)]
    private static partial Regex Scripts();

    [GeneratedRegex(@"^  (?<name>[a-z.-]+): (?<text>"".*\\n.*"")\n", RegexOptions.Multiline)]
    private static partial Regex Texts();
}
