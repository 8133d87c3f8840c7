using CliWrap;
using CliWrap.Buffered;

namespace Functions.IntegrationTests.EndToEnd;

/// <summary>What <c>dotnet run --project Functions</c> starts when no cluster is configured.</summary>
public sealed class LauncherTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string Kubeconfig => Path.Combine(_folder.Path, "simulated-cluster", "kubeconfig");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_simulated_cluster_is_announced_and_its_stores_survive_a_kill_of_host_and_worker()
    {
        await using (var app = await StoreApp.StartAsync(_folder.Path, kubeconfig: null))
        {
            Assert.Contains("simulated cluster: nothing real is being created", app.Output, StringComparison.Ordinal);
            Assert.Contains(Kubeconfig, app.Output, StringComparison.Ordinal);
            await app.CreateAsync("demo");
            await app.WaitForPhaseAsync("demo", "Ready");
            await app.KillAsync();
        }

        await using var again = await StoreApp.StartAsync(_folder.Path, kubeconfig: null);
        Assert.Equal("Ready", (await again.GetAsync("demo"))!.Value.GetProperty("phase").GetString());
        var releases = await Cli.Wrap(Path.Combine(AppContext.BaseDirectory, "tools", "helm")).WithArguments(["list", "-A"])
            .WithEnvironmentVariables(variables => variables.Set("KUBECONFIG", Kubeconfig).Set("HOME", _folder.Path))
            .ExecuteBufferedAsync();
        Assert.Contains("demo", releases.StandardOutput, StringComparison.Ordinal);
        Assert.Contains("deployed", releases.StandardOutput, StringComparison.Ordinal);
        await again.DeleteAsync("demo");
        await again.WaitForAbsenceAsync("demo");
    }

    [Fact]
    public async Task What_the_simulated_cluster_is_to_suffer_is_a_setting()
    {
        await using var app = await StoreApp.StartAsync(
            _folder.Path,
            kubeconfig: null,
            ("SimulatedCluster__Faults__0__Fault", "ImagePullBackOff"),
            ("SimulatedCluster__Faults__0__NamePrefix", "database-"));

        await app.CreateAsync("demo");

        var failure = (await app.WaitForPhaseAsync("demo", "Failed", "Ready")).GetProperty("failure");
        Assert.Equal(
            ("AwaitDatabase", "ImagePullBackOff"),
            (failure.GetProperty("step").GetString(), failure.GetProperty("reason").GetString()));
    }

    [Theory]
    [InlineData("Faults__0__Fault", "PullBackOff", "SimulatedCluster:Faults:0 is no rule", "ImagePullBackOff")]
    [InlineData("Faults__0__NamePrefix", "database-", "SimulatedCluster:Faults:0 is no rule", "ImagePullBackOff")]
    [InlineData("Faults__0__Namspace", "store-demo", "SimulatedCluster:Faults:0 is no rule", "NamePrefix")]
    [InlineData("PodStartDelay", "soon", "SimulatedCluster:PodStartDelay", "soon")]
    [InlineData("Folder", "/proc/nowhere", "The simulated cluster in /proc/nowhere cannot start", "SimulatedCluster:Folder")]
    public async Task What_cannot_be_read_or_written_ends_the_start_in_one_line(string key, string value, string what, string help)
    {
        var (exitCode, output) = await StoreApp.RunToEndAsync(
            _folder.Path, kubeconfig: null, ($"SimulatedCluster__{key}", value));

        Assert.Equal(1, exitCode);
        var line = Assert.Single(output.Split('\n'), text => text.StartsWith("error: ", StringComparison.Ordinal));
        Assert.Contains(what, line, StringComparison.Ordinal);
        Assert.Contains(help, line, StringComparison.Ordinal);
        Assert.DoesNotContain("listening", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Kubernetes__Kubeconfig")]
    [InlineData("KUBECONFIG")]
    public async Task With_a_configured_cluster_none_is_simulated(string setting)
    {
        var (exitCode, output) = await StoreApp.RunToEndAsync(_folder.Path, kubeconfig: null, (setting, "/nowhere/kubeconfig"));

        Assert.Equal(1, exitCode);
        Assert.Contains("/nowhere/kubeconfig", output, StringComparison.Ordinal);
        Assert.DoesNotContain("simulated cluster:", output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.GetDirectoryName(Kubeconfig)));
    }

    [Fact]
    public async Task In_production_none_is_simulated()
    {
        var (exitCode, output) = await StoreApp.RunToEndAsync(
            _folder.Path, kubeconfig: null, ("AZURE_FUNCTIONS_ENVIRONMENT", "Production"));

        Assert.Equal(1, exitCode);
        Assert.Contains("No Kubernetes cluster is configured", output, StringComparison.Ordinal);
        Assert.DoesNotContain("simulated cluster:", output, StringComparison.Ordinal);
    }
}
