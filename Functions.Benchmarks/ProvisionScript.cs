using System.Diagnostics;
using System.Text.Json;
using Functions.Helm;
using Functions.Kubernetes.Namespaces;
using Functions.Kubernetes.Workloads;
using Functions.Secrets;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Options;
using Stores.Core;
using Stores.Readiness;
using Stores.Releases;

namespace Functions.Benchmarks;

/// <summary>
/// What a script would do for a store: create the namespace and the Secret, run the same helm command, poll the same objects at the same
/// intervals. It keeps nothing and survives nothing.
/// </summary>
internal sealed class ProvisionScript(string kubeconfig, TimeSpan interval) : IDisposable
{
    private static readonly ReleaseMark s_mark = new("content", "operation");
    private static readonly ReadinessSettings s_readiness = new();

    private readonly k8s.Kubernetes _client = new(KubernetesClientConfiguration.BuildConfigFromConfigFile(kubeconfig));
    private readonly HelmBinary _binary = new(Options.Create(new HelmOptions()));

    /// <summary>Makes a store and waits until it is ready.</summary>
    /// <returns>How long that took.</returns>
    public async Task<TimeSpan> ProvisionAsync(string name)
    {
        var store = new StoreIdentity(StoreName.Parse(name), 1, "benchmark");
        var begun = Stopwatch.GetTimestamp();
        await _client.CoreV1.CreateNamespaceAsync(StoreNamespace.Describe(store));
        await _client.CoreV1.CreateNamespacedSecretAsync(Credentials(store), store.Resources.Namespace);
        var ran = await new HelmProcess(_binary.Path, TimeSpan.FromMinutes(2)).RunAsync(
            kubeconfig,
            folder => HelmCommand.UpgradeInstall(
                store.Resources, new HelmOptions().AbsoluteChart, [WriteValues(folder, store)], s_mark, ReleaseRecovery.HistoryMax([])),
            CancellationToken.None);
        if (ran.ExitCode != 0)
        {
            throw new InvalidOperationException(ran.Error);
        }

        await UntilAsync(store, observation => StoreReadiness.OfDatabase(observation, s_readiness));
        await UntilAsync(store, observation => StoreReadiness.OfStore(observation, s_readiness));
        return Stopwatch.GetElapsedTime(begun);
    }

    /// <summary>Deletes the store's namespace and waits until it is gone.</summary>
    public async Task RemoveAsync(string name)
    {
        var ns = new StoreResources(StoreName.Parse(name)).Namespace;
        await _client.CoreV1.DeleteNamespaceAsync(ns);
        while ((await _client.CoreV1.ListNamespaceAsync(fieldSelector: $"metadata.name={ns}")).Items.Count > 0)
        {
            await Task.Delay(20);
        }
    }

    public void Dispose()
    {
        _client.Dispose();
        _binary.Dispose();
    }

    private static V1Secret Credentials(StoreIdentity store) => new()
    {
        Metadata = new V1ObjectMeta { Name = StoreResources.CredentialsSecret, Labels = StoreNamespace.Labels(store) },
        StringData = StoreCredentials.Keys.ToDictionary(key => key, StoreCredentials.Create),
        Immutable = true,
    };

    private static string WriteValues(string folder, StoreIdentity store)
    {
        var file = Path.Combine(folder, "values.json");
        File.WriteAllText(
            file,
            JsonSerializer.Serialize(
                StoreValues.For(new StoreSpec(store.Name, StorePlan.Small, DatabaseEngine.MariaDb)), JsonSerializerOptions.Web));
        return file;
    }

    private async Task UntilAsync(StoreIdentity store, Func<StoreObservation, Look> decide)
    {
        var observer = new WorkloadObserver(_client, "localhost", TimeProvider.System);
        while (decide(await observer.ObserveAsync(store, CancellationToken.None)).State != LookState.Done)
        {
            await Task.Delay(interval);
        }
    }
}
