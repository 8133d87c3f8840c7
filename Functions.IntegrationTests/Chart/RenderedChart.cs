using System.Collections.Concurrent;
using Functions.IntegrationTests.Helm;
using k8s;
using k8s.Models;

namespace Functions.IntegrationTests.Chart;

/// <summary>The store's chart as helm renders it.</summary>
internal sealed class RenderedChart
{
    public const string CurrentKubernetes = "1.35.0";

    private static readonly ConcurrentDictionary<string, Lazy<Task<RenderedChart>>> s_rendered = new();
    private readonly List<object> _objects;

    private RenderedChart(string text)
    {
        Text = text;
        _objects = KubernetesYaml.LoadAllFromString(text);
        Pods = [.. FindPods()];
    }

    public string Text { get; }

    /// <summary>
    /// Every pod that the chart can lead to: its workloads', its tests', and those of the checks that are started on demand.
    /// </summary>
    public IReadOnlyList<ChartPod> Pods { get; }

    /// <summary>Renders once for each set of values: local or gcp, and more as --set takes it.</summary>
    public static Task<RenderedChart> RenderAsync(string values, string set = "", string kubernetes = CurrentKubernetes) =>
        s_rendered.GetOrAdd(
            $"{values} {set} {kubernetes}", _ => new Lazy<Task<RenderedChart>>(() => RunAsync(values, set, kubernetes))).Value;

    public IReadOnlyList<T> All<T>() => [.. _objects.OfType<T>()];

    public T Single<T>(string name) where T : IKubernetesObject<V1ObjectMeta> => All<T>().Single(o => o.Metadata.Name == name);

    public ChartPod Pod(string component) => Pods.First(pod => pod.Component == component);

    private static async Task<RenderedChart> RunAsync(string values, string set, string kubernetes)
    {
        string[] files = values == "gcp" ? ["--values", HelmTool.ProductionValues] : [];
        string[] sets = set.Length > 0 ? ["--set", set] : [];
        var result = await HelmTool.RunAsync(
            null, ["template", "demo", HelmTool.StoreChart, "--namespace", "store-demo", "--kube-version", kubernetes, .. files, .. sets]);
        Assert.True(result.ExitCode == 0, result.StandardError);
        return new RenderedChart(result.StandardOutput);
    }

    private IEnumerable<ChartPod> FindPods()
    {
        var checks = All<V1ConfigMap>().Single(map => map.Metadata.Name == "checks").Data.Values
            .SelectMany(text => KubernetesYaml.LoadAllFromString(text));
        foreach (var o in _objects.Concat(checks))
        {
            var (labels, spec) = o switch
            {
                V1Deployment deployment => (deployment.Spec.Template.Metadata.Labels, deployment.Spec.Template.Spec),
                V1StatefulSet set => (set.Spec.Template.Metadata.Labels, set.Spec.Template.Spec),
                V1Job job => (job.Spec.Template.Metadata.Labels, job.Spec.Template.Spec),
                V1CronJob cron => (cron.Spec.JobTemplate.Spec.Template.Metadata.Labels, cron.Spec.JobTemplate.Spec.Template.Spec),
                V1Pod pod => (pod.Metadata.Labels, pod.Spec),
                _ => (null, null),
            };
            if (spec is not null)
            {
                yield return new ChartPod(labels!["app.kubernetes.io/component"], labels, spec);
            }
        }
    }
}

/// <summary>A pod of the chart.</summary>
/// <param name="Component">What it is: web, database, install, ...</param>
/// <param name="Labels">Its labels.</param>
/// <param name="Spec">Its spec.</param>
internal sealed record ChartPod(string Component, IDictionary<string, string> Labels, V1PodSpec Spec)
{
    public IEnumerable<V1Container> Containers => [.. Spec.InitContainers ?? [], .. Spec.Containers];
}
