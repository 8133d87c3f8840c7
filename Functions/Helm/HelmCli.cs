using Functions.Kubernetes.Connection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Stores.Core;
using Stores.Releases;

namespace Functions.Helm;

/// <summary>helm by its command line.</summary>
internal sealed partial class HelmCli(HelmBinary binary, ClusterConnection cluster, IOptions<HelmOptions> options, ILogger<HelmCli> logger)
    : IHelm
{
    public TimeSpan LongestRun => options.Value.Timeout + HelmProcess.Grace;

    public ReleaseMark MarkOf(StoreValues values, string operation) =>
        ReleaseMark.Of(
            ReleaseContent.Hash(options.Value.AbsoluteChart, options.Value.AbsoluteValuesFiles, ValuesFile.Serialize(values)), operation);

    public async Task<string> RenderAsync(StoreResources store, StoreValues values, CancellationToken cancellationToken)
    {
        var rendered = ProcessFolder.CreateSubfolder("helm-render");
        try
        {
            await RunToSuccessAsync(
                store,
                folder => HelmCommand.Render(store, options.Value.AbsoluteChart, FilesOf(folder, values), rendered),
                cancellationToken);
            var manifests = Directory.EnumerateFiles(rendered, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal);
            return string.Join("\n", await Task.WhenAll(manifests.Select(file => File.ReadAllTextAsync(file, cancellationToken))));
        }
        finally
        {
            Directory.Delete(rendered, recursive: true);
        }
    }

    public Task UpgradeInstallAsync(
        StoreResources store, StoreValues values, ReleaseMark mark, int historyMax, CancellationToken cancellationToken) =>
        RunToSuccessAsync(
            store,
            folder => HelmCommand.UpgradeInstall(store, options.Value.AbsoluteChart, FilesOf(folder, values), mark, historyMax),
            cancellationToken);

    public Task RollbackAsync(StoreResources store, int revision, int historyMax, CancellationToken cancellationToken) =>
        RunToSuccessAsync(store, _ => HelmCommand.Rollback(store, revision, historyMax), cancellationToken);

    public Task UninstallAsync(StoreResources store, CancellationToken cancellationToken) =>
        RunToSuccessAsync(store, _ => HelmCommand.Uninstall(store), cancellationToken);

    private IEnumerable<string> FilesOf(string folder, StoreValues values) =>
        [.. options.Value.AbsoluteValuesFiles, ValuesFile.Write(folder, values)];

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
        var result = await new HelmProcess(binary.Path, options.Value.Timeout, pluginVariables: cluster.PluginVariables).RunAsync(
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

    [LoggerMessage(
        Level = LogLevel.Information, Message = "helm {Verb} of release {Release} in namespace {Namespace} ended with {ExitCode}")]
    private partial void LogRun(string verb, string release, string @namespace, int? exitCode);
}
