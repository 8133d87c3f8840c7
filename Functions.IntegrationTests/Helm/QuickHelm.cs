using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Functions.Helm;
using Functions.Kubernetes.Connection;
using k8s;
using k8s.Autorest;
using k8s.Models;
using Stores.Core;
using Stores.Releases;

namespace Functions.IntegrationTests.Helm;

/// <summary>
/// helm without its process and its chart: keeps revisions as helm does, and installs a few objects that a store's readiness is read from.
/// For tests and benchmarks of what is around helm; held to the same contract as the real one.
/// </summary>
internal sealed class QuickHelm(ClusterConnection cluster, HelmTroubles troubles, TimeProvider clock) : IHelm
{
    private static readonly string[] s_systemLabels = ["name", "owner", "status", "version", "createdAt", "modifiedAt"];

    /// <summary>What a run takes at most, however often its requests are repeated.</summary>
    public TimeSpan LongestRun => TimeSpan.FromSeconds(2);

    private IKubernetes Client => cluster.Client;

    public ReleaseMark MarkOf(StoreValues values, string operation) =>
        ReleaseMark.Of(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(values)), operation);

    /// <summary>Nothing that could not change: its objects are made once and never applied again.</summary>
    public Task<string> RenderAsync(StoreResources store, StoreValues values, CancellationToken cancellationToken) => Task.FromResult("");

    public Task UpgradeInstallAsync(
        StoreResources store, StoreValues values, ReleaseMark mark, int historyMax, CancellationToken cancellationToken) =>
        RunAsync(store, "upgrade", async step =>
        {
            var history = await HistoryAsync(store, cancellationToken);
            if (IsPending(history.LastOrDefault()))
            {
                throw new TransientStoreFailureException(
                    "HelmFailed", $"release {store.Release}: another operation (install/upgrade/rollback) is in progress");
            }

            var current = history.LastOrDefault(IsDeployed) ?? history.LastOrDefault();
            var labels = new Dictionary<string, string>(history is [.., var last] ? last.Metadata.Labels : new Dictionary<string, string>())
            {
                [ReleaseMark.ContentLabel] = mark.Content,
                [ReleaseMark.OperationLabel] = mark.Operation,
            };
            var revision = await RecordAsync(
                store, history, history.Count == 0 ? "pending-install" : "pending-upgrade", labels, historyMax, step, cancellationToken);
            await ApplyAsync(store, revision, superseded: null, step, cancellationToken);
            await SucceedAsync(revision, current is null ? [] : [current], step, cancellationToken);
            return true;
        });

    public Task RollbackAsync(StoreResources store, int revision, int historyMax, CancellationToken cancellationToken) =>
        RunAsync(store, "rollback", async step =>
        {
            var history = await HistoryAsync(store, cancellationToken);
            var good = history.Find(earlier => NumberOf(earlier) == revision)
                ?? throw new TransientStoreFailureException("HelmFailed", $"release {store.Release} has no revision {revision}");
            // Of the revision that it returns to, helm takes along the labels that are not its own.
            var labels = good.Metadata.Labels.Where(label => !s_systemLabels.Contains(label.Key)).ToDictionary();
            var current = history[^1];
            var record = await RecordAsync(store, history, "pending-rollback", labels, historyMax, step, cancellationToken);
            await ApplyAsync(store, record, current, step, cancellationToken);
            await SucceedAsync(record, history.Where(IsDeployed), step, cancellationToken);
            return true;
        });

    public Task UninstallAsync(StoreResources store, CancellationToken cancellationToken) => RunAsync(store, "uninstall", async step =>
    {
        var history = await HistoryAsync(store, cancellationToken);
        if (history.Count == 0)
        {
            return true;
        }

        await MarkAsync(history[^1], "uninstalling", cancellationToken);
        foreach (var part in QuickChart.Of(store))
        {
            step();
            await IgnoreAsync(HttpStatusCode.NotFound, () => part.DeleteAsync(Client, store.Namespace, cancellationToken));
        }

        foreach (var revision in history)
        {
            step();
            await IgnoreAsync(
                HttpStatusCode.NotFound,
                () => Client.CoreV1.DeleteNamespacedSecretAsync(revision.Name(), store.Namespace, cancellationToken: cancellationToken));
        }

        return true;
    });

    private static bool IsPending(V1Secret? revision) =>
        revision?.GetLabel("status").StartsWith("pending-", StringComparison.Ordinal) == true;

    private static int NumberOf(V1Secret revision) => int.Parse(revision.GetLabel("version"), CultureInfo.InvariantCulture);

    private static bool IsDeployed(V1Secret revision) => revision.GetLabel("status") == "deployed";

    /// <summary>Writes down what is about to be done, in place of the oldest revisions that are not deployed.</summary>
    private async Task<V1Secret> RecordAsync(
        StoreResources store, List<V1Secret> history, string status, Dictionary<string, string> labels, int historyMax, Action step,
        CancellationToken cancellationToken)
    {
        step();
        var deployed = history.LastOrDefault(IsDeployed);
        var surplus = historyMax == 0 ? 0 : history.Count - (historyMax - 1);
        foreach (var pruned in history.Where(revision => revision != deployed).Take(surplus))
        {
            await Client.CoreV1.DeleteNamespacedSecretAsync(pruned.Name(), store.Namespace, cancellationToken: cancellationToken);
        }

        var number = history.Count == 0 ? 1 : NumberOf(history[^1]) + 1;
        return await Client.CoreV1.CreateNamespacedSecretAsync(
            Revision(store, number, status, labels), store.Namespace, cancellationToken: cancellationToken);
    }

    private async Task ApplyAsync(
        StoreResources store, V1Secret revision, V1Secret? superseded, Action step, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var part in QuickChart.Of(store))
            {
                step();
                await IgnoreAsync(HttpStatusCode.Conflict, () => part.CreateAsync(Client, store.Namespace, cancellationToken));
            }
        }
        catch (Exception exception) when (exception is not HelmKilledException)
        {
            // As helm does when it is interrupted or refused; a rollback's failure supersedes even what is deployed.
            if (superseded is not null)
            {
                await MarkAsync(superseded, "superseded", CancellationToken.None);
            }

            await MarkAsync(revision, "failed", CancellationToken.None);
            throw;
        }
    }

    private async Task SucceedAsync(V1Secret revision, IEnumerable<V1Secret> superseded, Action step, CancellationToken cancellationToken)
    {
        foreach (var earlier in superseded)
        {
            await MarkAsync(earlier, "superseded", cancellationToken);
        }

        step();
        await MarkAsync(revision, "deployed", cancellationToken);
    }

    private async Task<List<V1Secret>> HistoryAsync(StoreResources store, CancellationToken cancellationToken)
    {
        var secrets = await Client.CoreV1.ListNamespacedSecretAsync(
            store.Namespace, labelSelector: $"owner=helm,name={store.Release}", cancellationToken: cancellationToken);
        return [.. secrets.Items.OrderBy(NumberOf)];
    }

    // helm writes a record whole: createdAt goes, and modifiedAt stays what it was when the record has one.
    private Task MarkAsync(V1Secret revision, string status, CancellationToken cancellationToken)
    {
        var modifiedAt = revision.GetLabel("modifiedAt") ?? Now();
        var labels = $$$$"""{"metadata":{"labels":{"status":"{{{{status}}}}","createdAt":null,"modifiedAt":"{{{{modifiedAt}}}}"}}}""";
        return Client.CoreV1.PatchNamespacedSecretAsync(
            new V1Patch(labels, V1Patch.PatchType.MergePatch), revision.Name(), revision.Namespace(),
            cancellationToken: cancellationToken);
    }

    private string Now() => clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    private V1Secret Revision(StoreResources store, int number, string status, Dictionary<string, string> labels)
    {
        labels["owner"] = "helm";
        labels["name"] = store.Release;
        labels["status"] = status;
        labels["version"] = number.ToString(CultureInfo.InvariantCulture);
        labels["createdAt"] = Now();
        return new V1Secret
        {
            Type = "helm.sh/release.v1",
            Metadata = new V1ObjectMeta { Name = $"sh.helm.release.v1.{store.Release}.v{number}", Labels = labels },
        };
    }

    private static async Task IgnoreAsync(HttpStatusCode expected, Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (HttpOperationException exception) when (exception.Response.StatusCode == expected)
        {
            // It is as it should be.
        }
        catch (JsonException)
        {
            // Done; older servers answer some deletions with a Status in place of the object.
        }
    }

    private async Task<T> RunAsync<T>(StoreResources store, string verb, Func<Action, Task<T>> run)
    {
        var steps = 0;
        try
        {
            return await KubernetesFailures.TranslateAsync(
                $"{verb} release {store.Release}", () => run(() => troubles.Meet(store.Namespace, verb, steps++)));
        }
        catch (HelmKilledException)
        {
            throw new TransientStoreFailureException(
                "HelmTimedOut", $"helm was ended for taking too long on release {store.Release} in namespace {store.Namespace}.");
        }
        catch (PermanentStoreFailureException exception) when (exception.Failure.Reason is "NotFound")
        {
            // helm does not tell a missing namespace from other trouble.
            throw new TransientStoreFailureException("HelmFailed", exception.Failure.Message);
        }
    }
}
