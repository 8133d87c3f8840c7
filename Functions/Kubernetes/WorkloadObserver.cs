using Functions.Stores;
using k8s;
using k8s.Models;

namespace Functions.Kubernetes;

/// <summary>Reads the state of a release's workloads.</summary>
internal sealed class WorkloadObserver(IKubernetes client, string nodeHost)
{
    private const string ComponentLabel = "app.kubernetes.io/component";
    private const string JobLabel = "job-name";
    private const int MostWords = 500;

    public async Task<StoreObservation> ObserveAsync(StoreIdentity store, CancellationToken cancellationToken)
    {
        var (ns, selector) = (store.Resources.Namespace, $"app.kubernetes.io/instance={store.Resources.Release}");
        var deployments = client.AppsV1.ListNamespacedDeploymentAsync(ns, labelSelector: selector, cancellationToken: cancellationToken);
        var statefulSets = client.AppsV1.ListNamespacedStatefulSetAsync(ns, labelSelector: selector, cancellationToken: cancellationToken);
        var jobs = client.BatchV1.ListNamespacedJobAsync(ns, labelSelector: selector, cancellationToken: cancellationToken);
        var pods = client.CoreV1.ListNamespacedPodAsync(ns, labelSelector: selector, cancellationToken: cancellationToken);
        var services = client.CoreV1.ListNamespacedServiceAsync(ns, labelSelector: $"{selector},{ComponentLabel}=web", cancellationToken: cancellationToken);
        var ingresses = client.NetworkingV1.ListNamespacedIngressAsync(ns, labelSelector: selector, cancellationToken: cancellationToken);
        await Task.WhenAll(deployments, statefulSets, jobs, pods, services, ingresses);
        var ofJobs = (await pods).Items.ToLookup(pod => pod.GetLabel(JobLabel));
        return new StoreObservation(
            [.. (await deployments).Items.Select(Describe), .. (await statefulSets).Items.Select(Describe), .. (await jobs).Items.Select(job => Describe(job, ofJobs[job.Name()]))],
            [.. (await pods).Items.Where(pod => pod.Metadata.DeletionTimestamp is null).Select(Describe)],
            Exposure((await services).Items.FirstOrDefault(), (await ingresses).Items.FirstOrDefault()));
    }

    private static WorkloadObservation Describe(V1Deployment deployment) => new(
        "Deployment", deployment.Name(), Component(deployment), deployment.Spec.Replicas ?? 1,
        deployment.Status?.ObservedGeneration >= deployment.Metadata.Generation ? Math.Min(deployment.Status.UpdatedReplicas ?? 0, deployment.Status.AvailableReplicas ?? 0) : 0,
        deployment.Status?.Conditions?.FirstOrDefault(condition => condition is { Type: "ReplicaFailure", Status: "True" }) is { } failure ? CreationFailure(failure.Reason, failure.Message) : null);

    private static WorkloadObservation Describe(V1StatefulSet statefulSet) => new(
        "StatefulSet", statefulSet.Name(), Component(statefulSet), statefulSet.Spec.Replicas ?? 1,
        statefulSet.Status?.ObservedGeneration >= statefulSet.Metadata.Generation && statefulSet.Status.UpdateRevision == statefulSet.Status.CurrentRevision ? statefulSet.Status.ReadyReplicas ?? 0 : 0);

    private static WorkloadObservation Describe(V1Job job, IEnumerable<V1Pod> pods) => new(
        "Job", job.Name(), Component(job), job.Spec.Completions ?? 1, job.Status?.Succeeded ?? 0,
        job.Status?.Conditions?.FirstOrDefault(condition => condition is { Type: "Failed", Status: "True" }) is { } failed
            ? new StoreFailure(failed.Reason ?? "JobFailed", $"Job {job.Name()}: {LastWords(pods) ?? failed.Message}") : null);

    // How a job ended is in its last pod's termination message; that it was tried often enough is all that the job itself says.
    private static string? LastWords(IEnumerable<V1Pod> pods)
    {
        var last = pods.Where(pod => pod.Status?.Phase == "Failed").MaxBy(pod => pod.CreationTimestamp());
        var said = Containers(last).Select(container => container.State?.Terminated).LastOrDefault(ended => ended is { ExitCode: not 0, Message.Length: > 0 })?.Message.Trim();
        return said is { Length: > MostWords } ? said[^MostWords..] : said;
    }

    private static IEnumerable<V1ContainerStatus> Containers(V1Pod? pod) => (pod?.Status?.InitContainerStatuses ?? []).Concat(pod?.Status?.ContainerStatuses ?? []);

    private static PodObservation Describe(V1Pod pod)
    {
        var containers = Containers(pod).ToList();
        var waiting = containers.Select(container => container.State?.Waiting).FirstOrDefault(state => state?.Reason is not null);
        var unscheduled = pod.Status?.Conditions?.FirstOrDefault(condition => condition is { Type: "PodScheduled", Status: "False" });
        return new PodObservation(
            pod.Name(), Component(pod), pod.Status?.Phase ?? "Pending",
            pod.Status?.Conditions?.Any(condition => condition is { Type: "Ready", Status: "True" }) == true,
            containers.Select(container => container.RestartCount).DefaultIfEmpty().Max(),
            waiting is not null ? new StoreFailure(waiting.Reason, waiting.Message is { Length: > 0 } message ? message : "no message")
                : unscheduled is not null ? new StoreFailure(unscheduled.Reason ?? "Unschedulable", unscheduled.Message ?? "no message")
                : null);
    }

    private static StoreFailure CreationFailure(string? reason, string? message) =>
        new(message?.Contains("exceeded quota", StringComparison.Ordinal) == true ? "QuotaExceeded" : reason ?? "FailedCreate", message ?? "Pods cannot be created.");

    private ExposureObservation? Exposure(V1Service? service, V1Ingress? ingress)
    {
        // An Ingress names its host from the beginning; whether it answers there is the load balancer's and DNS' matter, so its address counts too.
        if (ingress is not null)
        {
            var host = ingress.Spec.Rules?.FirstOrDefault()?.Host;
            var assigned = ingress.Status?.LoadBalancer?.Ingress?.Count > 0;
            return new ExposureObservation("Ingress", assigned && host is not null ? $"{(ingress.Spec.Tls?.Count > 0 ? "https" : "http")}://{host}" : null);
        }

        if (service is null)
        {
            return null;
        }

        var address = service.Status?.LoadBalancer?.Ingress?.FirstOrDefault() is { } balancer ? balancer.Hostname ?? balancer.Ip : null;
        var port = service.Spec.Ports.FirstOrDefault()?.NodePort;
        return new ExposureObservation(service.Spec.Type, service.Spec.Type switch
        {
            "LoadBalancer" => address is null ? null : $"http://{address}",
            "NodePort" => port is null ? null : $"http://{nodeHost}:{port}",
            _ => null,
        });
    }

    private static string Component(IMetadata<V1ObjectMeta> o) => o.GetLabel(ComponentLabel) ?? "";
}
