using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using Functions.Helm;
using Functions.IntegrationTests.Helm;
using Functions.Kubernetes.Connection;
using k8s;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Functions.IntegrationTests.Cluster;

/// <summary>What the app's client and helm make of a kubeconfig: the same.</summary>
public sealed class KubeconfigTests(TestCluster cluster) : ClusterContractTest(cluster, "world"), IDisposable
{
    private const string Variable = "SERVERLESS_TEST_PLUGIN_TOKEN";

    private readonly TempFolder _folder = new();
    private readonly X509Certificate2 _certificate = LoopbackCertificate.Make();
    private readonly ConcurrentQueue<(string Token, string Host)> _requests = new();

    public void Dispose()
    {
        _certificate.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_credential_plugin_sees_the_same_variables_and_none_of_the_apps_own_secrets()
    {
        await using var proxy = await StartAsync(_certificate);
        using var variables = new Variables(
            ("AWS_ACCESS_KEY_ID", "key-id"), ("AzureWebJobsForTests", "the-storage"), (Variable, "unlisted"));
        var plugin = WritePlugin(
            "plugin",
            """printf '%s/%s/%s/%s/%s' "$HOME" "$AWS_ACCESS_KEY_ID" "$AzureWebJobsForTests" "$SERVERLESS_TEST_PLUGIN_TOKEN" "$*" """);
        var kubeconfig = Write(
            "kubeconfig",
            proxy.Address,
            $"exec: {{apiVersion: client.authentication.k8s.io/v1, command: {plugin}, args: ['two words'], interactiveMode: Never}}");

        await AskBothAsync(kubeconfig);

        Assert.Equal([$"{Environment.GetEnvironmentVariable("HOME")}/key-id///two words"], Tokens);
    }

    [Fact]
    public async Task A_variable_that_a_plugin_lacks_ends_the_start_until_it_is_named()
    {
        await using var proxy = await StartAsync(_certificate);
        using var variables = new Variables((Variable, "named"));
        WritePlugin(
            "plugin",
            $"""[ -n "${Variable}" ] || {"{"} echo "no credentials: token=hush" >&2; exit 3; {"}"}; printf '%s' "${Variable}" """);
        // Relative to the file that it stands in.
        var kubeconfig = Write(
            "kubeconfig", proxy.Address, "exec: {apiVersion: client.authentication.k8s.io/v1, command: ./plugin, interactiveMode: Never}");

        var refused = Assert.Throws<InvalidOperationException>(() => Connect(kubeconfig).RequireUsable());
        Assert.All(
            [Path.Combine(_folder.Path, "plugin"), "ended with 3: no credentials", "Kubernetes:PluginVariables"],
            part => Assert.Contains(part, refused.Message, StringComparison.Ordinal));
        Assert.DoesNotContain("hush", refused.Message, StringComparison.Ordinal);

        await AskBothAsync(kubeconfig, Variable);
        Assert.Equal(["named"], Tokens);
    }

    [Fact]
    public async Task A_proxy_is_used_and_the_files_of_a_list_are_one()
    {
        await using var proxy = await StartAsync();
        var first = Path.Combine(_folder.Path, "first");
        await File.WriteAllTextAsync(
            first, "{apiVersion: v1, kind: Config, current-context: here, contexts: [{name: here, context: {cluster: far, user: me}}]}");
        var second = Write("second", new Uri("http://cluster.invalid"), "tokenFile: token", $"proxy-url: '{proxy.Address}'");
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "token"), "kept-in-a-file\n");

        await AskBothAsync(string.Join(Path.PathSeparator, first, Path.Combine(_folder.Path, "nowhere"), second));

        // In the clear, helm keeps its token to itself.
        Assert.Equal("kept-in-a-file", Tokens.First());
        Assert.All(_requests, request => Assert.Equal("cluster.invalid", request.Host));
    }

    [Fact]
    public async Task The_account_of_a_pod_is_taken_with_its_certificate_and_each_token_that_it_gets()
    {
        var mount = Directory.CreateDirectory(Path.Combine(_folder.Path, "mount")).FullName;
        await File.WriteAllTextAsync(Path.Combine(mount, "ca.crt"), _certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(Path.Combine(mount, "token"), "first");
        await using var proxy = await StartAsync(_certificate);
        var kubeconfig = new PodAccount(mount, "127.0.0.1", $"{proxy.Address.Port}").WriteKubeconfig(_folder.Path);
        using var connection = Connect(kubeconfig);

        await AskBothAsync(connection);
        Assert.Equal(["first"], Tokens);

        _requests.Clear();
        await File.WriteAllTextAsync(Path.Combine(mount, "token"), "second");
        await AskBothAsync(connection);
        Assert.Equal(["second"], Tokens);
    }

    [Theory]
    [InlineData("{token: hush, as: somebody}", "", "speaks for another (as)")]
    [InlineData("{token: hush}", "proxy-url: 'ftp://hush@proxy'", "proxy-url")]
    [InlineData(
        "{exec: {apiVersion: client.authentication.k8s.io/v1, command: /nowhere/plugin, installHint: get it}}", "",
        "'/nowhere/plugin' cannot be started")]
    public void What_one_of_them_could_not_follow_ends_the_start(string user, string endpoint, string told)
    {
        var kubeconfig = Write("kubeconfig", new Uri("http://cluster.invalid"), user[1..^1], endpoint);

        var refused = Assert.Throws<InvalidOperationException>(() => Connect(kubeconfig).RequireUsable());

        Assert.Contains(told, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("MY_TOKEN", null)]
    [InlineData("MY TOKEN", "not the name")]
    [InlineData("AzureWebJobsStorage", "never passed on")]
    [InlineData("AZURE_CLIENT_SECRET", "never passed on")]
    public void The_apps_own_credentials_cannot_be_asked_for(string name, string? told)
    {
        var error = new KubernetesOptions { PluginVariables = { name } }.FindErrors().SingleOrDefault();

        Assert.Equal(told is null, error is null);
        Assert.Contains(told ?? "", error ?? "", StringComparison.Ordinal);
    }

    private IEnumerable<string> Tokens => _requests.Select(request => request.Token).Distinct();

    private Task<ApiProxy> StartAsync(X509Certificate2? certificate = null) =>
        ApiProxy.StartAsync(Cluster.AdminKubeconfigPath, _folder.Path, NoteAsync, certificate);

    private Task NoteAsync(HttpContext context, Func<Task> forward)
    {
        _requests.Enqueue(
            (context.Request.Headers.Authorization.ToString().Replace("Bearer ", "", StringComparison.Ordinal), context.Request.Host.Host));
        return forward();
    }

    private static ClusterConnection Connect(string kubeconfig, params string[] variables)
    {
        var options = new KubernetesOptions { Kubeconfig = kubeconfig };
        foreach (var variable in variables)
        {
            options.PluginVariables.Add(variable);
        }

        Assert.Empty(options.FindErrors());
        return new ClusterConnection(Options.Create(options), TimeProvider.System);
    }

    private async Task AskBothAsync(string kubeconfig, params string[] variables)
    {
        using var connection = Connect(kubeconfig, variables);
        await AskBothAsync(connection);
    }

    private async Task AskBothAsync(ClusterConnection connection)
    {
        await connection.Client.CoreV1.ListNamespacedSecretAsync(Namespace);
        Assert.NotEmpty(_requests);
        var before = _requests.Count;
        var listed = await new HelmProcess(HelmTool.Path, TimeSpan.FromSeconds(30), pluginVariables: connection.PluginVariables).RunAsync(
            connection.KubeconfigPath, _ => new HelmCommand(["list", "--namespace", Namespace]), CancellationToken.None);
        Assert.True(listed.ExitCode == 0, listed.Error);
        Assert.True(_requests.Count > before, "helm should have asked the same server");
    }

    /// <summary>Writes a plugin that gives what a script prints as the token.</summary>
    private string WritePlugin(string name, string printToken)
    {
        var path = Path.Combine(_folder.Path, name);
        File.WriteAllText(path, $$$"""
            #!/bin/sh
            token=$({{{printToken}}}) || exit $?
            printf '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"%s"}}' "$token"
            """);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }

    private string Write(string name, Uri server, string user, string endpoint = "")
    {
        var path = Path.Combine(_folder.Path, name);
        File.WriteAllText(path, $$$"""
            apiVersion: v1
            kind: Config
            current-context: here
            contexts: [{name: here, context: {cluster: far, user: me}}]
            clusters: [{name: far, cluster: {server: '{{{server}}}', insecure-skip-tls-verify: true, {{{endpoint}}}}}]
            users: [{name: me, user: {{{{user}}}}}]
            """);
        return path;
    }

    private sealed class Variables : IDisposable
    {
        private readonly (string Name, string Value)[] _variables;

        public Variables(params (string Name, string Value)[] variables)
        {
            _variables = variables;
            Array.ForEach(variables, variable => Environment.SetEnvironmentVariable(variable.Name, variable.Value));
        }

        public void Dispose() => Array.ForEach(_variables, variable => Environment.SetEnvironmentVariable(variable.Name, null));
    }
}
