using System.Text.RegularExpressions;
using Functions.Kubernetes.Connection;
using k8s;
using k8s.Models;
using Stores.Core;
using Stores.Diagnosis;

namespace Functions.Kubernetes.Workloads;

/// <summary>What the shop's own log tells of pages that failed: the pod is well all the same.</summary>
internal static partial class ShopLog
{
    private const string Container = "web";
    private const string Selector = $"app.kubernetes.io/component={Container}";

    // A check takes five minutes at most; what failed before it is another story.
    private const int MostSeconds = 600;
    private const int MostLines = 2000;
    private const int MostBytes = 1024 * 1024;

    /// <summary>The last line by which PHP gave up, without the web server's stamps and the visitor's address.</summary>
    /// <returns>Null when there is none, or the log cannot be read: nobody's failure depends on it.</returns>
    public static async Task<LogDiagnosis?> LastFatalAsync(
        IKubernetes client, StoreIdentity store, Redaction redaction, CancellationToken cancellationToken)
    {
        var ns = store.Resources.Namespace;
        try
        {
            return await KubernetesFailures.TranslateAsync($"read the shop's log in {ns}", async () =>
            {
                var pods = await client.CoreV1.ListNamespacedPodAsync(ns, labelSelector: Selector, cancellationToken: cancellationToken);
                if (pods.Items.Where(found => found.Status?.Phase == "Running").MaxBy(found => found.CreationTimestamp()) is not { } pod)
                {
                    return null;
                }

                await using var stream = await client.CoreV1.ReadNamespacedPodLogAsync(
                    pod.Name(), ns, Container, limitBytes: MostBytes, sinceSeconds: MostSeconds, tailLines: MostLines,
                    cancellationToken: cancellationToken);
                using var reader = new StreamReader(stream);
                var fatal = Fatal().Matches(redaction.Apply(await reader.ReadToEndAsync(cancellationToken))).LastOrDefault()?.Value;
                return fatal is null ? null : new LogDiagnosis(pod.Name(), Container, [StoreDiagnosis.Shorten(fatal)]);
            });
        }
        catch (StoreFailureException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"PHP (Fatal|Parse) error: .*")]
    private static partial Regex Fatal();
}
