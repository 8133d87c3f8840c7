using System.Text.Json;
using Functions.Kubernetes;
using Functions.Stores;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Functions.Helm;

/// <summary>helm by its command line.</summary>
internal sealed partial class HelmCli(HelmBinary binary, ClusterConnection cluster, IOptions<HelmOptions> options, ILogger<HelmCli> logger) : IHelm
{
    private static readonly Dictionary<string, ReleaseStatus> s_statuses = new(StringComparer.Ordinal)
    {
        ["deployed"] = ReleaseStatus.Deployed,
        ["failed"] = ReleaseStatus.Failed,
        ["uninstalled"] = ReleaseStatus.Uninstalled,
        ["uninstalling"] = ReleaseStatus.Uninstalling,
        ["pending-install"] = ReleaseStatus.PendingInstall,
        ["pending-upgrade"] = ReleaseStatus.PendingUpgrade,
        ["pending-rollback"] = ReleaseStatus.PendingRollback,
        ["superseded"] = ReleaseStatus.Superseded,
    };

    public async Task<ReleaseStatus?> GetStatusAsync(StoreResources store, CancellationToken cancellationToken)
    {
        var result = await RunAsync(store, _ => HelmCommand.History(store), cancellationToken);
        if (result.ExitCode != 0)
        {
            return HelmFailures.IsNotFound(result) ? null : throw HelmFailures.Classify(store, result);
        }

        using var history = JsonDocument.Parse(result.Output);
        var status = history.RootElement.EnumerateArray().Last().GetProperty("status").GetString()!;
        return s_statuses.GetValueOrDefault(status, ReleaseStatus.Unknown);
    }

    public Task UpgradeInstallAsync(StoreResources store, StoreValues values, CancellationToken cancellationToken) => RunToSuccessAsync(
        store,
        folder => HelmCommand.UpgradeInstall(store, options.Value.Chart, [.. options.Value.AbsoluteValuesFiles, WriteValues(folder, values)]),
        cancellationToken);

    public Task RollbackAsync(StoreResources store, CancellationToken cancellationToken) => RunToSuccessAsync(store, _ => HelmCommand.Rollback(store), cancellationToken);

    public Task UninstallAsync(StoreResources store, CancellationToken cancellationToken) => RunToSuccessAsync(store, _ => HelmCommand.Uninstall(store), cancellationToken);

    private static string WriteValues(string folder, StoreValues values)
    {
        var file = Path.Combine(folder, "values.json");
        var create = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            create.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var stream = new FileStream(file, create);
        JsonSerializer.Serialize(stream, values, JsonSerializerOptions.Web);
        return file;
    }

    private async Task RunToSuccessAsync(StoreResources store, Func<string, HelmCommand> command, CancellationToken cancellationToken)
    {
        var result = await RunAsync(store, command, cancellationToken);
        if (result.ExitCode != 0)
        {
            throw HelmFailures.Classify(store, result);
        }
    }

    private async Task<HelmResult> RunAsync(StoreResources store, Func<string, HelmCommand> command, CancellationToken cancellationToken)
    {
        var verb = "";
        var result = await new HelmProcess(binary.Path, options.Value.Timeout).RunAsync(
            cluster.KubeconfigPath,
            folder =>
            {
                var made = command(folder);
                verb = made.Arguments[0];
                return made;
            },
            cancellationToken);
        LogRun(verb, store.Release, store.Namespace, result.ExitCode);
        return result;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "helm {Verb} of release {Release} in namespace {Namespace} ended with {ExitCode}")]
    private partial void LogRun(string verb, string release, string @namespace, int? exitCode);
}
