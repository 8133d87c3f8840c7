using k8s;
using k8s.Models;
using Stores.Core;
using Stores.Diagnosis;
using Stores.Readiness;

namespace Functions.Kubernetes.Workloads;

/// <summary>Reads the state of a release's workloads.</summary>
internal sealed class WorkloadObserver(IKubernetes client, string nodeHost, TimeProvider clock)
{
    private const string ComponentLabel = "app.kubernetes.io/component";
    private const int MostEvents = 200;

    // As the chart's mail.host reaches the shop. Charts that know of no relay do not set it, and their shops have none.
    private const string MailHostVariable = "STORE_MAIL_HOST";

    public async Task<StoreObservation> ObserveAsync(StoreIdentity store, CancellationToken cancellationToken)
    {
        var (ns, selector) = (store.Resources.Namespace, $"app.kubernetes.io/instance={store.Resources.Release}");
        var deployments = client.AppsV1.ListNamespacedDeploymentAsync(ns, labelSelector: selector, cancellationToken: cancellationToken);
        var statefulSets = client.AppsV1.ListNamespacedStatefulSetAsync(ns, labelSelector: selector, cancellationToken: cancellationToken);
        var jobs = client.BatchV1.ListNamespacedJobAsync(ns, labelSelector: selector, cancellationToken: cancellationToken);
        var pods = client.CoreV1.ListNamespacedPodAsync(ns, labelSelector: selector, cancellationToken: cancellationToken);
        var services = client.CoreV1.ListNamespacedServiceAsync(
            ns, labelSelector: $"{selector},{ComponentLabel}=web", cancellationToken: cancellationToken);
        var ingresses = client.NetworkingV1.ListNamespacedIngressAsync(ns, labelSelector: selector, cancellationToken: cancellationToken);
        var claims = client.CoreV1.ListNamespacedPersistentVolumeClaimAsync(ns, cancellationToken: cancellationToken);
        await Task.WhenAll(deployments, statefulSets, jobs, pods, services, ingresses, claims);
        var ofJobs = (await pods).Items.ToLookup(pod => pod.GetLabel(PodWords.JobLabel));
        var warnings = await WarningsAsync(ns, (await claims).Items, (await statefulSets).Items, (await jobs).Items, cancellationToken);
        var isSaid = (await jobs).Items.Any(job => Failed(job) is not null) || (await pods).Items.Any(PodWords.HasLastWords);
        var redaction = isSaid ? await CredentialsRedaction.ReadAsync(client, store, cancellationToken) : Redaction.OfPatterns;
        return new StoreObservation(
            [
                .. (await deployments).Items.Select(Describe),
                .. (await statefulSets).Items.Select(set => Describe(set, warnings)),
                .. (await jobs).Items.Select(job => Describe(job, ofJobs[job.Name()], warnings, redaction)),
            ],
            [.. (await pods).Items.Where(pod => pod.Metadata.DeletionTimestamp is null).Select(pod => Describe(pod, redaction))],
            await new ExposureObserver(client, nodeHost).ObserveAsync(
                (await services).Items.FirstOrDefault(), (await ingresses).Items.FirstOrDefault(), cancellationToken))
        {
            At = clock.GetUtcNow().UtcDateTime,
            Claims = [.. (await claims).Items.Select(claim => Describe(claim, warnings))],
            HasMailRelay = (await deployments).Items.FirstOrDefault(deployment => Component(deployment) == "web") is { } web
                ? HasMailRelay(web)
                : null,
        };
    }

    // Why a claim is not bound, or a StatefulSet or Job has no pod, only events tell: nothing is asked for where nothing of the kind is in
    // doubt.
    private async Task<IReadOnlyList<Corev1Event>> WarningsAsync(
        string ns, IEnumerable<V1PersistentVolumeClaim> claims, IEnumerable<V1StatefulSet> sets, IEnumerable<V1Job> jobs,
        CancellationToken cancellationToken) =>
        claims.Any(claim => !IsBound(claim)) || sets.Any(LacksPods) || jobs.Any(LacksPods)
            ? [.. (await client.CoreV1.ListNamespacedEventAsync(
                ns, fieldSelector: "type=Warning", limit: MostEvents, cancellationToken: cancellationToken)).Items]
            : [];

    private static bool IsBound(V1PersistentVolumeClaim claim) => claim.Status?.Phase == "Bound";

    private static bool LacksPods(V1StatefulSet set) => (set.Status?.Replicas ?? 0) < (set.Spec.Replicas ?? 1);

    private static bool LacksPods(V1Job job) => job.Status is not { Active: > 0 } and not { Succeeded: > 0 } and not { Failed: > 0 };

    private static StoreFailure? Warning(IEnumerable<Corev1Event> warnings, string kind, string name, string reason) => EventWords.Latest(
        warnings.Where(warning => warning.Reason == reason && warning.InvolvedObject?.Kind == kind && warning.InvolvedObject.Name == name));

    private static StoreFailure? CreationFailure(IEnumerable<Corev1Event> warnings, string kind, string name) =>
        Warning(warnings, kind, name, KubernetesReasons.FailedCreate) is { } refused
            ? CreationFailure($"{kind} {name}", refused.Reason, refused.Message)
            : null;

    private static ClaimObservation Describe(V1PersistentVolumeClaim claim, IReadOnlyList<Corev1Event> warnings) => new(
        claim.Name(), IsBound(claim),
        IsBound(claim) ? null : Warning(warnings, "PersistentVolumeClaim", claim.Name(), KubernetesReasons.ProvisioningFailed));

    private static WorkloadObservation Describe(V1Deployment deployment) => new(
        "Deployment", deployment.Name(), Component(deployment), deployment.Spec.Replicas ?? 1,
        deployment.Status?.ObservedGeneration >= deployment.Metadata.Generation
            ? Math.Min(deployment.Status.UpdatedReplicas ?? 0, deployment.Status.AvailableReplicas ?? 0)
            : 0,
        deployment.Status?.Conditions?.FirstOrDefault(condition => condition is { Type: "ReplicaFailure", Status: "True" }) is { } failure
            ? CreationFailure($"Deployment {deployment.Name()}", failure.Reason, failure.Message)
            : null);

    private static WorkloadObservation Describe(V1StatefulSet statefulSet, IReadOnlyList<Corev1Event> warnings) => new(
        "StatefulSet", statefulSet.Name(), Component(statefulSet), statefulSet.Spec.Replicas ?? 1,
        statefulSet.Status?.ObservedGeneration >= statefulSet.Metadata.Generation
            && statefulSet.Status.UpdateRevision == statefulSet.Status.CurrentRevision
                ? statefulSet.Status.ReadyReplicas ?? 0
                : 0,
        LacksPods(statefulSet) ? CreationFailure(warnings, "StatefulSet", statefulSet.Name()) : null);

    private static WorkloadObservation Describe(
        V1Job job, IEnumerable<V1Pod> pods, IReadOnlyList<Corev1Event> warnings, Redaction redaction)
    {
        var failure = Failed(job) is { } failed
            ? new StoreFailure(
                failed.Reason ?? Reasons.JobFailed, $"Job {job.Name()}: {PodWords.LastOf(pods, redaction) ?? failed.Message}")
            : LacksPods(job) ? CreationFailure(warnings, "Job", job.Name()) : null;
        return new WorkloadObservation(
            "Job", job.Name(), Component(job), job.Spec.Completions ?? 1, job.Status?.Succeeded ?? 0, failure)
        {
            HasFailed = Failed(job) is not null,
        };
    }

    private static V1JobCondition? Failed(V1Job job) =>
        job.Status?.Conditions?.FirstOrDefault(condition => condition is { Type: "Failed", Status: "True" });

    private static PodObservation Describe(V1Pod pod, Redaction redaction)
    {
        var waiting = PodWords.Waiting(pod);
        var unscheduled = PodWords.Unscheduled(pod);
        return new PodObservation(
            pod.Name(), Component(pod), pod.Status?.Phase ?? "Pending", PodWords.IsReady(pod), PodWords.Restarts(pod),
            waiting is not null ? new StoreFailure(waiting.Reason, waiting.Message is { Length: > 0 } message ? message : "no message")
                : unscheduled is not null ? new StoreFailure(
                    unscheduled.Reason ?? KubernetesReasons.Unschedulable, unscheduled.Message ?? "no message")
                : null)
        {
            IsUnscheduled = waiting is null && unscheduled is not null,
            BadEnd = PodWords.BadEndOf(pod, redaction),
        };
    }

    private static bool HasMailRelay(V1Deployment web) => web.Spec.Template.Spec.Containers
        .SelectMany(container => container.Env ?? [])
        .Any(variable => variable is { Name: MailHostVariable, Value.Length: > 0 });

    private static StoreFailure CreationFailure(string of, string? reason, string? message) =>
        new(
            IsQuota(message) ? Reasons.QuotaExceeded : reason ?? KubernetesReasons.FailedCreate,
            $"{of}: {message ?? "pods cannot be created"}");

    private static bool IsQuota(string? message) => message?.Contains("exceeded quota", StringComparison.Ordinal) == true;

    private static string Component(IMetadata<V1ObjectMeta> o) => o.GetLabel(ComponentLabel) ?? "";
}
