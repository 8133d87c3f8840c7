using System.Text.RegularExpressions;
using Functions.Tests.Architecture;

namespace Functions.IntegrationTests.Chart;

public sealed partial class PinnedVersionTests
{
    [Fact]
    public async Task The_baked_image_has_the_versions_and_checksums_of_the_values()
    {
        var dockerfile = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "images", "store", "Dockerfile"));
        var chart = await RenderedChart.RenderAsync("local");

        Assert.Contains($"FROM {chart.Pod("web").Spec.Containers.Single().Image}\n", dockerfile, StringComparison.Ordinal);
        Assert.All(
            chart.Pod("install").Spec.InitContainers.Single().Env,
            variable => Assert.Contains($"ARG {variable.Name}={variable.Value}\n", dockerfile, StringComparison.Ordinal));
        var version = chart.Pod("install").Spec.Containers.Single().Env.Single(variable => variable.Name == "WOOCOMMERCE_VERSION").Value;
        Assert.Contains($"woocommerce.{version}.zip", dockerfile, StringComparison.Ordinal);
        Assert.Contains(
            $"appVersion: \"{version}\"",
            await File.ReadAllTextAsync(Path.Combine(Repository.Root, "charts", "store", "Chart.yaml")),
            StringComparison.Ordinal);
    }

    /// <summary>As tools/bump demands and writes them.</summary>
    [Fact]
    public async Task Above_each_checksum_stand_two_places_in_different_hands()
    {
        var values = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "charts", "store", "values.yaml"));
        var pins = Pins().Matches(values);

        Assert.Equal(["image", "sha256", "sha512", "mariadb", "mysql"], pins.Select(pin => pin.Groups["key"].Value));
        Assert.All(pins, pin => Assert.True(pin.Groups["hands"].Captures.DistinctBy(hands => hands.Value).Count() >= 2, pin.Value));
    }

    [Fact]
    public async Task A_baked_image_fetches_nothing()
    {
        var chart = await RenderedChart.RenderAsync("local", "woocommerce.source=image");
        Assert.All(chart.Pods, pod => Assert.Null(pod.Spec.InitContainers));
        Assert.All(
            (await RenderedChart.RenderAsync("local")).Pods.Where(pod => pod.Component is not ("database" or "cron")),
            pod => Assert.Equal("fetch", pod.Spec.InitContainers.Single().Name));
    }

    // A key whose value ends with a checksum, and the lines above it that name a page by its site and account.
    [GeneratedRegex(
        @"^(?: *# Checksum seen at (?<hands>[^/\n]+/[^/\n]+)/.*\n)* *(?<key>\w+): .*\b(?:[0-9a-f]{128}|[0-9a-f]{64})$",
        RegexOptions.Multiline)]
    private static partial Regex Pins();
}
