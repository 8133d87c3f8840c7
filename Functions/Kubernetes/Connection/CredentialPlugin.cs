using System.ComponentModel;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json;
using k8s.Authentication;
using k8s.Exceptions;
using k8s.KubeConfigModels;
using Stores.Diagnosis;

namespace Functions.Kubernetes.Connection;

/// <summary>
/// Gets credentials from a kubeconfig's plugin (client.authentication.k8s.io) as helm does: with the same environment, arguments and
/// command. KubernetesClient's own way hands on the whole environment, joins the arguments to one line, and runs it once for each
/// parallel request.
/// </summary>
/// <param name="plugin">The section exec of the kubeconfig's user.</param>
/// <param name="pluginVariables">Variables that it gets beside the usual ones: <see cref="PluginEnvironment"/>.</param>
/// <param name="clock">Tells when a token has expired.</param>
internal sealed class CredentialPlugin(ExternalExecution plugin, IEnumerable<string> pluginVariables, TimeProvider clock) : ITokenProvider
{
    private const int Longest = 300;

    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(1);
    // A token must last as long as the request that it goes with.
    private static readonly TimeSpan s_margin = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private Task<PluginCredentials>? _run;
    private PluginCredentials? _given;

    public async Task<AuthenticationHeaderValue> GetAuthenticationHeaderAsync(CancellationToken cancellationToken) =>
        new("Bearer", (await GetAsync(cancellationToken)).Token);

    /// <summary>The credentials, as the plugin gave them last if they have not expired.</summary>
    /// <exception cref="KubeConfigException">It gave none; the message may be shown.</exception>
    public Task<PluginCredentials> GetAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var isNeeded = _run is null || (_run.IsCompleted && (_given is null || HasExpired(_given)));
            _run = isNeeded ? Task.Run(RunAsync, CancellationToken.None) : _run;
            return _run!.WaitAsync(cancellationToken);
        }
    }

    private bool HasExpired(PluginCredentials credentials) => clock.GetUtcNow() + s_margin > credentials.ExpiresAt;

    private async Task<PluginCredentials> RunAsync()
    {
        using var process = Start();
        using var limit = new CancellationTokenSource(s_limit, clock);
        try
        {
            var (output, error) = (process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
            await process.WaitForExitAsync(limit.Token);
            return _given = process.ExitCode == 0
                ? Read(await output)
                : throw Failed($"ended with {process.ExitCode}: {Shorten(await error)}");
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw Failed($"gave no answer within {s_limit}.");
        }
    }

    private Process Start()
    {
        var start = new ProcessStartInfo(plugin.Command, plugin.Arguments ?? [])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        foreach (var withheld in PluginEnvironment.Withheld(pluginVariables))
        {
            start.Environment.Remove(withheld);
        }

        foreach (var variable in plugin.EnvironmentVariables ?? [])
        {
            start.Environment[variable["name"]] = variable["value"];
        }

        start.Environment["KUBERNETES_EXEC_INFO"] = JsonSerializer.Serialize(
            new { apiVersion = plugin.ApiVersion, kind = "ExecCredential", spec = new { interactive = false } });
        try
        {
            var process = Process.Start(start)!;
            process.StandardInput.Close();
            return process;
        }
        catch (Win32Exception exception)
        {
            var hint = $"install it, and see to it that PATH of the app leads to it. {plugin.InstallHint}".TrimEnd();
            throw Failed($"cannot be started ({exception.NativeErrorCode}): {hint}");
        }
    }

    private PluginCredentials Read(string output)
    {
        try
        {
            using var answer = JsonDocument.Parse(output);
            var root = answer.RootElement;
            if (root.GetProperty("apiVersion").GetString() != plugin.ApiVersion)
            {
                throw Failed($"does not speak {plugin.ApiVersion}, which the kubeconfig asks for.");
            }

            var credentials = root.GetProperty("status").Deserialize<PluginCredentials>(PluginCredentials.Json)!;
            return credentials is { Token.Length: > 0 } or { ClientCertificateData.Length: > 0, ClientKeyData.Length: > 0 } ? credentials
                : throw Failed("gave neither a token nor a certificate with its key.");
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw Failed("gave no answer of kind ExecCredential.");
        }
    }

    private KubeConfigException Failed(string how) => new(
        $"the credential plugin '{plugin.Command}' {how} "
        + "It gets the environment variables that docs/operations.md lists, and those that Kubernetes:PluginVariables names.");

    private static string Shorten(string said)
    {
        var lines = said.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var redacted = Redaction.OfPatterns.Apply(lines.LastOrDefault() ?? "it said nothing.");
        return redacted.Length <= Longest ? redacted : redacted[..Longest];
    }
}
