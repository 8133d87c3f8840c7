using Functions.Kubernetes.Connection;
using Functions.Kubernetes.Namespaces;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Stores.Core;

namespace Functions.Helm;

/// <summary>
/// Ends the start where a configured binary, chart or values file would fail at the first store of some plan and engine: helm renders one
/// of each with them, without a cluster. What the app brings itself is known to do well.
/// </summary>
internal sealed class ConfiguredChart(IOptions<HelmOptions> options, IOptions<KubernetesOptions> kubernetes, HelmBinary binary)
    : IHostedLifecycleService
{
    private const string NoCluster = "none";

    /// <exception cref="InvalidOperationException">helm refuses.</exception>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        var copies = CopiedSecret.Configured(kubernetes.Value).Select(secret => secret.Copy).ToList();
        // Credentials of a mail relay are for one that a values file names.
        if (!options.Value.IsConfigured && !copies.Contains(StoreResources.MailSecret))
        {
            return;
        }

        await Task.WhenAll(
            from plan in Enum.GetValues<StorePlan>()
            from engine in Enum.GetValues<DatabaseEngine>()
            select RenderAsync(new StoreSpec(StoreName.Parse("any"), plan, engine), copies, cancellationToken));
    }

    private async Task RenderAsync(StoreSpec spec, IReadOnlyList<string> copies, CancellationToken cancellationToken)
    {
        var store = new StoreResources(spec.Name);
        var values = StoreValues.For(spec).WithSecrets(copies);
        var result = await new HelmProcess(binary.Path, options.Value.Timeout).RunAsync(
            NoCluster,
            folder => HelmCommand.Template(
                store,
                options.Value.AbsoluteChart,
                [.. options.Value.AbsoluteValuesFiles, ValuesFile.Write(folder, values)]),
            cancellationToken);
        if (result.ExitCode != 0)
        {
            var said = HelmFailures.Classify(store, result).Failure.Message;
            throw new InvalidOperationException($"Helm:Chart, Helm:ValuesFiles, Helm:BinaryPath: with these helm makes no store: {said}");
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
