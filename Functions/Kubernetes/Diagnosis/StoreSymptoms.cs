using Functions.Kubernetes.Connection;
using Functions.Kubernetes.Workloads;
using k8s;
using k8s.Models;
using Stores.Core;
using Stores.Diagnosis;

namespace Functions.Kubernetes.Diagnosis;

/// <summary>Symptoms over KubernetesClient. Nothing leaves it but through the store's redaction.</summary>
internal sealed class StoreSymptoms(ClusterConnection connection) : IStoreSymptoms
{
    // A line may be long; what the diagnosis keeps is cut after redaction, so that no cut goes through a secret.
    private const int MostLogBytes = 64 * 1024;
    private const int MostEventsRead = 500;

    private IKubernetes Client => connection.Client;

    public async Task<StoreDiagnosis> DiagnoseAsync(StoreIdentity store, CancellationToken cancellationToken)
    {
        var (ns, missing) = (store.Resources.Namespace, new List<string>());
        var redaction = await TryAsync(
            "the store's passwords, without which nothing can be shown of what was said",
            () => CredentialsRedaction.ReadAsync(Client, store, cancellationToken));
        if (redaction is null)
        {
            return new StoreDiagnosis([], [], null, missing);
        }

        var pods = (await TryAsync(
            "pods", () => Client.CoreV1.ListNamespacedPodAsync(ns, cancellationToken: cancellationToken)))?.Items ?? [];
        var events = (await TryAsync(
            "events",
            () => Client.CoreV1.ListNamespacedEventAsync(ns, limit: MostEventsRead, cancellationToken: cancellationToken)))?.Items ?? [];
        var log = FailingContainer.Choose(pods) is { } failing
            ? await TryAsync(
                $"the log of container {failing.Name} in pod {failing.Pod}", () => ReadLogAsync(ns, failing, redaction, cancellationToken))
            : await ShopLog.LastFatalAsync(Client, store, redaction, cancellationToken);
        return new StoreDiagnosis(
            [
                .. pods.OrderBy(PodWords.IsReady).ThenBy(pod => pod.Status?.Phase == "Succeeded")
                    .Take(StoreDiagnosis.MostPods).Select(pod => Describe(pod, redaction)),
            ],
            [
                .. events.OrderByDescending(happened => happened.Type == "Warning").ThenByDescending(EventWords.At)
                    .Take(StoreDiagnosis.MostEvents).OrderBy(EventWords.At).Select(happened => Describe(happened, redaction)),
            ],
            log,
            missing);

        async Task<T?> TryAsync<T>(string what, Func<Task<T>> look) where T : class
        {
            try
            {
                return await KubernetesFailures.TranslateAsync($"read {what}", look);
            }
            catch (StoreFailureException exception)
            {
                missing.Add(StoreDiagnosis.Shorten(exception.Failure.Message));
                return null;
            }
        }
    }

    private async Task<LogDiagnosis> ReadLogAsync(
        string ns, FailingContainer failing, Redaction redaction, CancellationToken cancellationToken)
    {
        await using var stream = await Client.CoreV1.ReadNamespacedPodLogAsync(
            failing.Pod, ns, failing.Name, limitBytes: MostLogBytes, previous: failing.Previous, tailLines: StoreDiagnosis.MostLines,
            cancellationToken: cancellationToken);
        using var reader = new StreamReader(stream);
        var text = await reader.ReadToEndAsync(cancellationToken);
        // What was cut off in the middle of a line may be cut off in the middle of a secret.
        var whole = text[..(text.LastIndexOf('\n') + 1)];
        return new LogDiagnosis(failing.Pod, failing.Name, StoreDiagnosis.Tail(redaction.Apply(whole)));
    }

    private static PodDiagnosis Describe(V1Pod pod, Redaction redaction)
    {
        var waiting = PodWords.Waiting(pod);
        var (reason, message) = waiting is not null
            ? (waiting.Reason, waiting.Message)
            : (PodWords.Unscheduled(pod)?.Reason, PodWords.Unscheduled(pod)?.Message);
        var held = string.Join(": ", new[] { reason, message }.Where(part => !string.IsNullOrEmpty(part)));
        // What it waits for tells that it crashed, not how.
        var state = string.Join("; ", new[] { held, PodWords.BadEndOf(pod, redaction) }.Where(part => !string.IsNullOrEmpty(part)));
        return new PodDiagnosis(
            pod.Name(), pod.Status?.Phase ?? "Pending", PodWords.IsReady(pod), PodWords.Restarts(pod),
            state.Length == 0 ? null : StoreDiagnosis.Shorten(redaction.Apply(state)));
    }

    private static EventDiagnosis Describe(Corev1Event happened, Redaction redaction) => new(
        EventWords.At(happened), $"{happened.InvolvedObject?.Kind}/{happened.InvolvedObject?.Name}", happened.Reason ?? "",
        StoreDiagnosis.Shorten(redaction.Apply(happened.Message ?? "")), happened.Count ?? happened.Series?.Count ?? 1);
}
