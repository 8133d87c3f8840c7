using System.Globalization;
using Functions.IntegrationTests.Helm;
using k8s;
using k8s.Models;

namespace Functions.IntegrationTests.Chart;

/// <summary>What another version of the chart changes by itself.</summary>
public sealed class ChartVersionTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("1.2.3+build.7", "store-1.2.3_build.7")]
    [InlineData("1.2.3-rc.1+20261129", "store-1.2.3-rc.1_20261129")]
    // 63 characters are all that a label takes, and its last one is a letter or a digit.
    [InlineData(
        "1.2.3-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.bbbbbbbb",
        "store-1.2.3-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task Any_version_makes_a_label(string version, string label)
    {
        var objects = await RenderAsync(version);
        Assert.NotEmpty(objects);
        Assert.All(objects, o => Assert.Equal(label, o.Metadata.Labels["helm.sh/chart"]));
    }

    [Fact]
    public async Task Another_version_that_changes_nothing_else_replaces_no_pod()
    {
        var (before, after) = (await RenderAsync("1.0.0"), await RenderAsync("2.0.0"));
        foreach (var name in new[] { "web", "database" })
        {
            Assert.Equal(Template(before, name), Template(after, name));
        }

        static string Template(IEnumerable<IMetadata<V1ObjectMeta>> objects, string name) => KubernetesYaml.Serialize(objects
            .Where(o => o.Metadata.Name == name)
            .Select(o => o is V1Deployment deployment ? deployment.Spec.Template : (o as V1StatefulSet)?.Spec.Template)
            .Single(template => template is not null));
    }

    private async Task<List<IMetadata<V1ObjectMeta>>> RenderAsync(string version)
    {
        var chart = Path.Combine(_folder.Path, version.GetHashCode(StringComparison.Ordinal).ToString("x", CultureInfo.InvariantCulture));
        foreach (var file in Directory.EnumerateFiles(HelmTool.StoreChart, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(chart, Path.GetRelativePath(HelmTool.StoreChart, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        var description = Path.Combine(chart, "Chart.yaml");
        var lines = await File.ReadAllLinesAsync(description);
        await File.WriteAllLinesAsync(
            description, lines.Select(line => line.StartsWith("version:", StringComparison.Ordinal) ? $"version: {version}" : line));
        var result = await HelmTool.RunAsync(null, "template", "demo", chart, "--kube-version", RenderedChart.CurrentKubernetes);
        Assert.True(result.ExitCode == 0, result.StandardError);
        return [.. KubernetesYaml.LoadAllFromString(result.StandardOutput).OfType<IMetadata<V1ObjectMeta>>().Where(o => o is not V1Pod)];
    }
}
