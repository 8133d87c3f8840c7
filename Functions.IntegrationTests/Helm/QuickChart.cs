using k8s;
using k8s.Models;
using Stores.Core;

namespace Functions.IntegrationTests.Helm;

/// <summary>An object that <see cref="QuickHelm"/> installs.</summary>
/// <param name="CreateAsync">Creates it in a namespace.</param>
/// <param name="DeleteAsync">Deletes it there.</param>
internal sealed record QuickChart(
    Func<IKubernetes, string, CancellationToken, Task> CreateAsync, Func<IKubernetes, string, CancellationToken, Task> DeleteAsync)
{
    /// <summary>
    /// What a store's readiness is read from, labelled as the chart does: the database with its volume, the shop with its address, the
    /// install job, the shop check.
    /// </summary>
    public static IEnumerable<QuickChart> Of(StoreResources store)
    {
        yield return new(
            (client, ns, token) => client.CoreV1.CreateNamespacedConfigMapAsync(Checks(store), ns, cancellationToken: token),
            (client, ns, token) => client.CoreV1.DeleteNamespacedConfigMapAsync("checks", ns, cancellationToken: token));
        yield return new(
            (client, ns, token) => client.CoreV1.CreateNamespacedServiceAsync(
                Service(store, "database", new V1ServiceSpec { ClusterIP = "None" }), ns, cancellationToken: token),
            (client, ns, token) => client.CoreV1.DeleteNamespacedServiceAsync("database", ns, cancellationToken: token));
        yield return new(
            (client, ns, token) => client.AppsV1.CreateNamespacedStatefulSetAsync(Database(store), ns, cancellationToken: token),
            (client, ns, token) => client.AppsV1.DeleteNamespacedStatefulSetAsync("database", ns, cancellationToken: token));
        yield return new(
            (client, ns, token) => client.CoreV1.CreateNamespacedServiceAsync(
                Service(store, "web", new V1ServiceSpec { Type = "NodePort" }), ns, cancellationToken: token),
            (client, ns, token) => client.CoreV1.DeleteNamespacedServiceAsync("web", ns, cancellationToken: token));
        yield return new(
            (client, ns, token) => client.AppsV1.CreateNamespacedDeploymentAsync(Shop(store), ns, cancellationToken: token),
            (client, ns, token) => client.AppsV1.DeleteNamespacedDeploymentAsync("web", ns, cancellationToken: token));
        yield return new(
            (client, ns, token) => client.BatchV1.CreateNamespacedJobAsync(Install(store), ns, cancellationToken: token),
            (client, ns, token) => client.BatchV1.DeleteNamespacedJobAsync(
                "install", ns, propagationPolicy: "Background", cancellationToken: token));
    }

    private static V1ConfigMap Checks(StoreResources store) => new()
    {
        Metadata = new V1ObjectMeta { Name = "checks", Labels = Labels(store, "checks") },
        Data = new Dictionary<string, string>
        {
            ["shop-check"] = KubernetesJson.Serialize(new V1Job
            {
                ApiVersion = "batch/v1",
                Kind = "Job",
                Spec = new V1JobSpec { BackoffLimit = 1, Template = Template(store, "check", "Never") },
            }),
        },
    };

    private static V1Service Service(StoreResources store, string component, V1ServiceSpec spec)
    {
        spec.Selector = Labels(store, component);
        spec.Ports = [new V1ServicePort { Port = 80 }];
        return new V1Service { Metadata = Meta(store, component), Spec = spec };
    }

    private static V1StatefulSet Database(StoreResources store) => new()
    {
        Metadata = Meta(store, "database"),
        Spec = new V1StatefulSetSpec
        {
            ServiceName = "database",
            Selector = new V1LabelSelector { MatchLabels = Labels(store, "database") },
            Template = Template(store, "database", "Always"),
            VolumeClaimTemplates =
            [
                new V1PersistentVolumeClaim
                {
                    Metadata = new V1ObjectMeta { Name = "data" },
                    Spec = new V1PersistentVolumeClaimSpec
                    {
                        AccessModes = ["ReadWriteOnce"],
                        Resources = new V1VolumeResourceRequirements
                        {
                            Requests = new Dictionary<string, ResourceQuantity> { ["storage"] = new("1Gi") },
                        },
                    },
                },
            ],
        },
    };

    private static V1Deployment Shop(StoreResources store) => new()
    {
        Metadata = Meta(store, "web"),
        Spec = new V1DeploymentSpec
        {
            Selector = new V1LabelSelector { MatchLabels = Labels(store, "web") },
            Template = Template(store, "web", "Always"),
        },
    };

    private static V1Job Install(StoreResources store) => new()
    {
        Metadata = Meta(store, "install"),
        Spec = new V1JobSpec { BackoffLimit = 2, Template = Template(store, "install", "OnFailure") },
    };

    private static V1PodTemplateSpec Template(StoreResources store, string component, string restartPolicy) => new()
    {
        Metadata = new V1ObjectMeta { Labels = Labels(store, component) },
        Spec = new V1PodSpec { RestartPolicy = restartPolicy, Containers = [new V1Container { Name = component, Image = "busybox:1" }] },
    };

    private static V1ObjectMeta Meta(StoreResources store, string component) =>
        new() { Name = component, Labels = Labels(store, component) };

    private static Dictionary<string, string> Labels(StoreResources store, string component) =>
        new() { ["app.kubernetes.io/instance"] = store.Release, ["app.kubernetes.io/component"] = component };
}
