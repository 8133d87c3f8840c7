using CliWrap;
using CliWrap.Buffered;

namespace Functions.Tests.EndToEnd;

public sealed class StartUpTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Without_a_cluster_the_app_says_that_it_simulates_one_and_helm_sees_the_store_there_even_after_a_kill()
    {
        var kubeconfig = Path.Combine(_folder.Path, "simulated-cluster", "kubeconfig");
        await using (var app = await StoreApp.StartAsync(_folder.Path, kubeconfig: null))
        {
            Assert.Contains("simulated cluster: nothing real is being created", app.Output, StringComparison.Ordinal);
            Assert.Contains(kubeconfig, app.Output, StringComparison.Ordinal);
            await app.CreateAsync("demo");
            await app.WaitForPhaseAsync("demo", "Ready");
            await app.KillAsync();
        }

        await using var again = await StoreApp.StartAsync(_folder.Path, kubeconfig: null);
        var releases = await Cli.Wrap(Path.Combine(AppContext.BaseDirectory, "tools", "helm")).WithArguments(["list", "-A"])
            .WithEnvironmentVariables(variables => variables.Set("KUBECONFIG", kubeconfig).Set("HOME", _folder.Path)).ExecuteBufferedAsync();
        Assert.Contains("demo", releases.StandardOutput, StringComparison.Ordinal);
        Assert.Contains("deployed", releases.StandardOutput, StringComparison.Ordinal);
        await again.DeleteAsync("demo");
        await again.WaitForAbsenceAsync("demo");
    }

    [Fact]
    public async Task A_configured_kubeconfig_that_is_missing_ends_the_start_with_the_setting_named()
    {
        var (exitCode, output) = await StoreApp.RunToEndAsync(_folder.Path, kubeconfig: "/nowhere/kubeconfig");

        Assert.NotEqual(0, exitCode);
        Assert.Contains("Kubernetes:Kubeconfig", output, StringComparison.Ordinal);
        Assert.Contains("/nowhere/kubeconfig", output, StringComparison.Ordinal);
        Assert.DoesNotContain("simulated cluster:", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{apiVersion: v1, kind: Config, current-context: a, contexts: [{name: a, context: {cluster: a, user: a}}], clusters: [{name: a, cluster: {server: 'https://127.0.0.1:1'}}], users: [{name: a, user: {}}]}")]
    [InlineData("{apiVersion: v1, kind: Config, current-context: other, clusters: [], users: [{name: a, user: {token: hush}}]}")]
    [InlineData("token: [hush")]
    public async Task A_kubeconfig_that_cannot_be_used_ends_the_start_and_is_not_quoted(string text)
    {
        var kubeconfig = Path.Combine(_folder.Path, "kubeconfig");
        await File.WriteAllTextAsync(kubeconfig, text);

        var (exitCode, output) = await StoreApp.RunToEndAsync(_folder.Path, kubeconfig);

        Assert.NotEqual(0, exitCode);
        Assert.Contains("Kubernetes:Kubeconfig", output, StringComparison.Ordinal);
        Assert.Contains($"'{kubeconfig}' cannot be used", output, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_wrong_setting_is_reported_at_once()
    {
        var (exitCode, output) = await StoreApp.RunToEndAsync(
            _folder.Path, kubeconfig: null, ("Operations__Slots", "0"), ("Helm__Chart", "/nowhere"), ("Helm__BinaryPath", "/nowhere/helm"), ("Secrets__KeyVaultUri", "http://vault"));

        Assert.Equal(1, exitCode);
        var line = Assert.Single(output.Split('\n'), text => text.StartsWith("The app cannot start: ", StringComparison.Ordinal));
        Assert.All(["Operations:Slots", "Helm:Chart", "Helm:BinaryPath", "Secrets:KeyVaultUri"], setting => Assert.Contains(setting, line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_the_simulated_cluster_is_to_suffer_is_a_setting()
    {
        await using var app = await StoreApp.StartAsync(
            _folder.Path, kubeconfig: null, ("SimulatedCluster__Faults__0__Fault", "ImagePullBackOff"), ("SimulatedCluster__Faults__0__NamePrefix", "database-"));

        await app.CreateAsync("demo");

        var failure = (await app.WaitForPhaseAsync("demo", "Failed", "Ready")).GetProperty("failure");
        Assert.Equal(("AwaitDatabase", "ImagePullBackOff"), (failure.GetProperty("step").GetString(), failure.GetProperty("reason").GetString()));
    }

    [Theory]
    [InlineData("Fault", "PullBackOff", "ImagePullBackOff")]
    [InlineData("NamePrefix", "database-", "ImagePullBackOff")]
    [InlineData("Namspace", "store-demo", "NamePrefix")]
    public async Task A_rule_that_cannot_be_read_ends_the_start_and_what_can_be_is_said(string key, string value, string known)
    {
        var (exitCode, output) = await StoreApp.RunToEndAsync(_folder.Path, kubeconfig: null, ($"SimulatedCluster__Faults__0__{key}", value));

        Assert.NotEqual(0, exitCode);
        Assert.Contains("SimulatedCluster:Faults:0 is no rule", output, StringComparison.Ordinal);
        Assert.Contains(known, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_production_a_missing_cluster_ends_the_start()
    {
        var (exitCode, output) = await StoreApp.RunToEndAsync(_folder.Path, kubeconfig: null, ("AZURE_FUNCTIONS_ENVIRONMENT", "Production"));

        Assert.NotEqual(0, exitCode);
        Assert.Contains("No Kubernetes cluster is configured", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_process_on_the_same_state_is_refused()
    {
        await using var app = await StoreApp.StartAsync(_folder.Path, kubeconfig: null);

        var (exitCode, output) = await StoreApp.RunToEndAsync(_folder.Path, kubeconfig: null, ("SimulatedCluster__Folder", Path.Combine(_folder.Path, "other")));

        Assert.NotEqual(0, exitCode);
        Assert.Contains("durable.db is used by another process", output, StringComparison.Ordinal);
    }
}
