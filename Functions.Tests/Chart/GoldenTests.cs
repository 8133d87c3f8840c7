using System.Text.RegularExpressions;
using Functions.Tests.Architecture;

namespace Functions.Tests.Chart;

/// <summary>
/// What the chart renders, kept as files so that a change of a template is read as a change of manifests.
/// UPDATE_GOLDEN=1 dotnet test --filter "FullyQualifiedName~Golden" writes them anew.
/// </summary>
public sealed partial class GoldenTests
{
    internal static bool Update { get; } = Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1";

    [Theory]
    [InlineData("local", "local", "")]
    [InlineData("gcp", "gcp", "exposure.host=shop.example.com")]
    [InlineData(
        "ingress", "local",
        "exposure.type=Ingress,exposure.domain=shops.example.com,exposure.clusterIssuer=letsencrypt,exposure.externalDns=true")]
    [InlineData("medium", "local", "plan=medium")]
    [InlineData("large", "local", "plan=large,database.engine=mysql")]
    [InlineData("baked", "local", "woocommerce.source=image")]
    public async Task The_chart_renders_what_is_on_file(string name, string values, string set)
    {
        var chart = await RenderedChart.RenderAsync(values, set);
        // The scripts are files already; here their text would only hide the manifests.
        var text = Scripts().Replace(chart.Text, "  ${name}: (file)\n");
        var file = Path.Combine(Repository.Root, "Functions.Tests", "Chart", "Golden", $"{name}.yaml");
        if (Update)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllTextAsync(file, text);
        }

        Assert.Equal(await File.ReadAllTextAsync(file), text);
    }

    [GeneratedRegex(@"^  (?<name>[a-z-]+\.(php|sh|conf)): "".*""\n", RegexOptions.Multiline)]
    private static partial Regex Scripts();
}
