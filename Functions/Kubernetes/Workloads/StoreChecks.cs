using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Functions.Kubernetes.Connection;
using Functions.Kubernetes.Namespaces;
using k8s;
using k8s.Autorest;
using k8s.Models;
using Stores.Core;
using Stores.Readiness;

namespace Functions.Kubernetes.Workloads;

/// <summary>Checks over KubernetesClient.</summary>
internal sealed class StoreChecks(ClusterConnection connection) : IStoreChecks
{
    private const string ConfigMap = "checks";

    /// <summary>What releases of charts before 0.3.0 call a check; a repair works on them as they are.</summary>
    private static readonly Dictionary<string, string> s_formerly = new() { ["shop-check"] = "order-check" };

    private IKubernetes Client => connection.Client;

    public async Task StartAsync(StoreIdentity store, string check, string job, CancellationToken cancellationToken)
    {
        var ns = store.Resources.Namespace;
        var checks = await FindAsync(
            $"read the checks of {ns}",
            () => Client.CoreV1.ReadNamespacedConfigMapAsync(ConfigMap, ns, cancellationToken: cancellationToken));
        if (Find(check) is not { } manifest)
        {
            throw new PermanentStoreFailureException(
                Reasons.CheckMissing,
                $"ConfigMap {ConfigMap} in namespace {ns} has no {check}: use a chart that has, or turn the check off.");
        }

        await KubernetesFailures.TranslateAsync($"start job {job} in {ns}", async () =>
        {
            try
            {
                var made = Describe(store, check, job, manifest);
                await Client.BatchV1.CreateNamespacedJobAsync(made, ns, cancellationToken: cancellationToken);
            }
            catch (HttpOperationException exception) when (exception.Response.StatusCode == HttpStatusCode.Conflict)
            {
                // An earlier try started it.
            }

            return job;
        });

        string? Find(string key) => checks?.Data?.TryGetValue(key, out var found) == true ? found
            : s_formerly.TryGetValue(key, out var former) ? Find(former)
            : null;
    }

    public Task<CheckObservation> ObserveAsync(StoreIdentity store, string job, CancellationToken cancellationToken) =>
        KubernetesFailures.TranslateAsync($"look at job {job} in {store.Resources.Namespace}", async () =>
        {
            var ns = store.Resources.Namespace;
            var found = await FindAsync(
                $"read job {job}", () => Client.BatchV1.ReadNamespacedJobAsync(job, ns, cancellationToken: cancellationToken));
            var failed = Condition(found, "Failed");
            var failure = failed is null ? null : await FailureAsync(store, job, failed, cancellationToken);
            return new CheckObservation(job, found is not null, Condition(found, "Complete") is not null, failure);
        });

    private async Task<StoreFailure> FailureAsync(
        StoreIdentity store, string job, V1JobCondition failed, CancellationToken cancellationToken)
    {
        var pods = await Client.CoreV1.ListNamespacedPodAsync(
            store.Resources.Namespace, labelSelector: $"{PodWords.JobLabel}={job}", cancellationToken: cancellationToken);
        var redaction = await CredentialsRedaction.ReadAsync(Client, store, cancellationToken);
        var words = ErrorOf(PodWords.WholeOf(pods.Items, redaction))
            ?? PodWords.LastOf(pods.Items, redaction) ?? failed.Message ?? failed.Reason;
        var fatal = await ShopLog.LastFatalAsync(Client, store, redaction, cancellationToken);
        return new StoreFailure(
            Reasons.CheckFailed,
            $"Job {job}: {words}{(fatal is null ? "" : $"; the shop's log says: {fatal.Lines[0]}")} (The Job's log has all that was seen. "
            + "Mend this in the shop and ask again, or turn the check off by Operations:ShopCheck.)");
    }

    /// <summary>What a check's evidence names as wrong; null where it is no evidence, or cut off.</summary>
    private static string? ErrorOf(string? evidence)
    {
        try
        {
            return evidence is null ? null : (string?)JsonNode.Parse(evidence)?["error"];
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    // The name makes it one Job, however often it is started.
    private static V1Job Describe(StoreIdentity store, string check, string name, string manifest)
    {
        try
        {
            var job = KubernetesYaml.Deserialize<V1Job>(manifest);
            job.Metadata = new V1ObjectMeta { Name = name, Labels = StoreNamespace.Labels(store) };
            return job;
        }
        catch (YamlDotNet.Core.YamlException)
        {
            throw new PermanentStoreFailureException(
                Reasons.CheckMissing,
                $"ConfigMap {ConfigMap} in namespace {store.Resources.Namespace} has a {check} that is no Job: install the release again.");
        }
    }

    private static V1JobCondition? Condition(V1Job? job, string type) =>
        job?.Status?.Conditions?.FirstOrDefault(condition => condition.Type == type && condition.Status == "True");

    private static Task<T?> FindAsync<T>(string what, Func<Task<T>> read)
        where T : class => KubernetesFailures.TranslateAsync<T?>(what, async () =>
    {
        try
        {
            return await read();
        }
        catch (HttpOperationException exception) when (exception.Response.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    });
}
