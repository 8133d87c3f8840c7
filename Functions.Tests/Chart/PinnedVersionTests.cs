using Functions.Tests.Architecture;

namespace Functions.Tests.Chart;

public sealed class PinnedVersionTests
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

    [Fact]
    public async Task A_baked_image_fetches_nothing()
    {
        var chart = await RenderedChart.RenderAsync("local", "woocommerce.source=image");
        Assert.All(chart.Pods, pod => Assert.Null(pod.Spec.InitContainers));
        Assert.All(
            (await RenderedChart.RenderAsync("local")).Pods.Where(pod => pod.Component is not ("database" or "cron")),
            pod => Assert.Equal("fetch", pod.Spec.InitContainers.Single().Name));
    }
}
