using System.Diagnostics;
using Functions.IntegrationTests.Helm;
using Functions.Kubernetes.Releases;
using Functions.SimulatedCluster.Faults;
using Stores.Core;
using Stores.Releases;

namespace Functions.IntegrationTests.Cluster;

/// <summary>A helm that is killed in the middle of its work.</summary>
internal static class InterruptedHelm
{
    /// <summary>Installs or upgrades a store's release, as an administrator, until helm waits for its pods, and kills it there.</summary>
    /// <param name="cluster">The cluster; from now on no pod of the store becomes ready.</param>
    /// <param name="store">Whose release.</param>
    /// <param name="records">Tell the release's status.</param>
    /// <param name="status">
    /// What it leaves: <see cref="ReleaseStatus.PendingInstall"/> or <see cref="ReleaseStatus.PendingUpgrade"/>.
    /// </param>
    public static async Task LeaveAsync(TestCluster cluster, StoreResources store, IReleaseRecords records, ReleaseStatus status)
    {
        using var run = await BeginAsync(cluster, store, records, status);
        run.Kill();
        await run.WaitForExitAsync();
    }

    /// <summary>As <see cref="LeaveAsync"/>, and leaves it waiting.</summary>
    /// <returns>The helm, which whoever asked for it ends.</returns>
    public static async Task<Process> BeginAsync(TestCluster cluster, StoreResources store, IReleaseRecords records, ReleaseStatus status)
    {
        cluster.Node.Faults.Add(new FaultRule(Fault.NeverReady) { Namespace = store.Namespace });
        using var home = new TempFolder();
        string[] verb = status == ReleaseStatus.PendingInstall ? ["install"] : ["upgrade", "--reuse-values"];
        var run = Process.Start(new ProcessStartInfo(
            HelmTool.Path, [.. verb, "--wait", "--timeout", "5m", "--namespace", store.Namespace, "--", store.Release, HelmTool.StoreChart])
        {
            Environment = { ["KUBECONFIG"] = cluster.AdminKubeconfigPath, ["HOME"] = home.Path },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        await Eventually.TrueAsync(
            async () => await records.ReadAsync(store, CancellationToken.None) is [.., var last] && last.Status == status,
            () => $"helm should be waiting for the pods, with the release {status}");
        return run;
    }
}
