using System.Globalization;
using Functions.Kubernetes;
using Functions.Stores;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Functions.Helm;

/// <summary>Repairs by a rollback to the revision that is deployed: unlike an upgrade it needs neither chart nor values, and so changes neither.</summary>
internal sealed partial class ReleaseRepair(HelmBinary binary, ClusterConnection cluster, IOptions<HelmOptions> options, ILogger<ReleaseRepair> logger) : IReleaseRepair
{
    public async Task ReapplyAsync(StoreResources store, int revision, CancellationToken cancellationToken)
    {
        var result = await new HelmProcess(binary.Path, options.Value.Timeout).RunAsync(cluster.KubeconfigPath, _ => Command(store, revision), cancellationToken);
        LogRun(store.Release, revision, store.Namespace, result.ExitCode);
        if (result.ExitCode != 0)
        {
            throw HelmFailures.Classify(store, result);
        }
    }

    // Applied server-side, a field that someone else has set is theirs: without force, helm gives way to them.
    internal static HelmCommand Command(StoreResources store, int revision) => new(
        ["rollback", "--force-conflicts", "--history-max", "3", "--namespace", store.Namespace, "--", store.Release, revision.ToString(CultureInfo.InvariantCulture)]);

    [LoggerMessage(Level = LogLevel.Information, Message = "helm rollback of release {Release} to its own revision {Revision} in namespace {Namespace} ended with {ExitCode}")]
    private partial void LogRun(string release, int revision, string @namespace, int? exitCode);
}
