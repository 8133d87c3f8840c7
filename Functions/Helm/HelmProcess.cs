using CliWrap;
using Functions.Kubernetes.Connection;

namespace Functions.Helm;

/// <summary>Runs helm in a private folder of its own, within a time limit.</summary>
/// <param name="binary">The binary's path.</param>
/// <param name="timeout">After this, helm is told to end.</param>
/// <param name="grace">After this, it is killed with all that it started; <see cref="Grace"/> when left out.</param>
/// <param name="pluginVariables">Environment variables that it gets beside the usual ones: <see cref="PluginEnvironment"/>.</param>
internal sealed class HelmProcess(string binary, TimeSpan timeout, TimeSpan? grace = null, IEnumerable<string>? pluginVariables = null)
{
    private const int TailLimit = 64 * 1024;
    /// <summary>How long helm has, once it is told to end, to write down that it was cut off.</summary>
    public static TimeSpan Grace { get; } = TimeSpan.FromSeconds(10);

    /// <summary>Runs a command.</summary>
    /// <param name="kubeconfig">The cluster.</param>
    /// <param name="command">Given the private folder, which is removed afterwards, makes the command.</param>
    /// <param name="cancellationToken">Ends helm as the time limit does.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<HelmResult> RunAsync(string kubeconfig, Func<string, HelmCommand> command, CancellationToken cancellationToken)
    {
        var folder = ProcessFolder.CreateSubfolder("helm-run");
        try
        {
            return await RunAsync(folder, kubeconfig, command(folder), cancellationToken);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<HelmResult> RunAsync(string folder, string kubeconfig, HelmCommand command, CancellationToken cancellationToken)
    {
        var (output, error) = (new OutputTail(TailLimit), new OutputTail(TailLimit));
        using var interrupt = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var kill = new CancellationTokenSource();
        interrupt.CancelAfter(timeout);
        var execution = Cli.Wrap(binary)
            .WithArguments(command.Arguments)
            .WithWorkingDirectory(folder)
            .WithEnvironmentVariables(EnvironmentOf(folder, kubeconfig))
            .WithStandardOutputPipe(PipeTarget.ToDelegate(output.Add))
            .WithStandardErrorPipe(PipeTarget.ToDelegate(error.Add))
            .WithValidation(CommandResultValidation.None)
            .ExecuteAsync(kill.Token);
        // Told to end, helm marks the release as failed; killed, it cannot.
        await using var escalation = interrupt.Token.Register(() =>
        {
            kill.CancelAfter(execution.Task.IsCompleted || Termination.Ask(execution.ProcessId) ? grace ?? Grace : TimeSpan.Zero);
        });
        int? exitCode = null;
        try
        {
            exitCode = (await execution).ExitCode;
        }
        catch (OperationCanceledException)
        {
            // Killed.
        }

        cancellationToken.ThrowIfCancellationRequested();
        return new HelmResult(interrupt.IsCancellationRequested && exitCode != 0 ? null : exitCode, output.ToString(), error.ToString());
    }

    // helm's own settings and caches are private to the run; the world of its credential plugin is the account's.
    private Dictionary<string, string?> EnvironmentOf(string folder, string kubeconfig)
    {
        var environment = PluginEnvironment.Withheld(pluginVariables ?? []).ToDictionary(name => name, _ => (string?)null);
        environment["KUBECONFIG"] = kubeconfig;
        environment["KUBECACHEDIR"] = Path.Combine(folder, "kube");
        environment["HELM_CACHE_HOME"] = Path.Combine(folder, "cache");
        environment["HELM_CONFIG_HOME"] = Path.Combine(folder, "config");
        environment["HELM_DATA_HOME"] = Path.Combine(folder, "data");
        return environment;
    }
}
