using System.Collections.Concurrent;
using Functions.Tests.Helm;
using k8s;

namespace Functions.Tests.Chart;

/// <summary>The store's chart as helm renders it.</summary>
internal sealed class RenderedChart
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<RenderedChart>>> s_rendered = new();
    private readonly List<object> _objects;

    private RenderedChart(string text)
    {
        Text = text;
        _objects = KubernetesYaml.LoadAllFromString(text);
    }

    public string Text { get; }

    /// <summary>Renders once for each set of values: local or gcp, and more as --set takes it.</summary>
    public static Task<RenderedChart> RenderAsync(string values, string set = "") =>
        s_rendered.GetOrAdd($"{values} {set}", _ => new Lazy<Task<RenderedChart>>(() => RunAsync(values, set))).Value;

    public IReadOnlyList<T> All<T>() => [.. _objects.OfType<T>()];

    public T Single<T>(string name) where T : IKubernetesObject<k8s.Models.V1ObjectMeta> => All<T>().Single(o => o.Metadata.Name == name);

    private static async Task<RenderedChart> RunAsync(string values, string set)
    {
        string[] files = values == "gcp" ? ["--values", HelmTool.ProductionValues] : [];
        string[] sets = set.Length > 0 ? ["--set", set] : [];
        var result = await HelmTool.RunAsync(null, ["template", "demo", HelmTool.StoreChart, "--namespace", "store-demo", "--kube-version", "1.35.0", .. files, .. sets]);
        Assert.True(result.ExitCode == 0, result.StandardError);
        return new RenderedChart(result.StandardOutput);
    }
}
