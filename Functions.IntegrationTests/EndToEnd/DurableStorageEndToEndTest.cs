using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Functions.IntegrationTests.Crashes;
using Functions.SimulatedCluster;

namespace Functions.IntegrationTests.EndToEnd;

/// <summary>The app on the real worker and the real Durable extension, with its durable state in one kind of storage.</summary>
public abstract class DurableStorageEndToEndTest : IAsyncLifetime
{
    private static readonly RequestPattern s_helmPatchesTheDatabase =
        new("PATCH", "/apis/apps/v1/namespaces/{ns}/statefulsets/database", ByHelm: true);

    private readonly TempFolder _folder = new();
    private SimulatedClusterServer _cluster = null!;
    private ClusterProxy _proxy = null!;
    private StoreApp _app = null!;

    public virtual async Task InitializeAsync()
    {
        _cluster = await SimulatedClusterServer.StartAsync(new SimulatedClusterOptions { Folder = _folder.Path }, CancellationToken.None);
        await _cluster.Node!.Joined;
        _proxy = await ClusterProxy.StartAsync(_cluster.KubeconfigPath, _folder.Path);
        await RiseAsync();
    }

    public virtual async Task DisposeAsync()
    {
        await _app.DisposeAsync();
        await _proxy.DisposeAsync();
        await _cluster.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_store_is_made_and_removed_and_nothing_is_logged_as_an_error()
    {
        Assert.Equal(HttpStatusCode.NotFound, (await _app.Http.GetAsync(Path("healthy"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _app.Http.DeleteAsync(Path("healthy"))).StatusCode);

        await _app.CreateAsync("healthy");
        Assert.Equal(HttpStatusCode.Conflict, (await _app.Http.PostAsJsonAsync("/api/stores", new { name = "healthy" })).StatusCode);
        await _app.WaitForPhaseAsync("healthy", "Ready");
        await _app.DeleteAsync("healthy");
        await _app.WaitForAbsenceAsync("healthy");

        var receipt = await (await _app.Http.GetAsync(Path("healthy"))).Content.ReadFromJsonAsync<JsonElement>();
        Assert.NotEmpty(receipt.GetProperty("receipt").EnumerateObject());
        Assert.DoesNotContain("fail: ", _app.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("crit: ", _app.Output, StringComparison.Ordinal);
        // Said before the first function ran, it would not have reached the log of the real host.
        Assert.Contains("Kubernetes cluster: ", _app.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_requests_at_the_same_moment_one_begins()
    {
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => _app.Http.PostAsJsonAsync("/api/stores", new { name = "wanted" })));

        Assert.Equal(
            [HttpStatusCode.Accepted, .. Enumerable.Repeat(HttpStatusCode.Conflict, 3)],
            answers.Select(answer => answer.StatusCode).Order());
        await _app.WaitForPhaseAsync("wanted", "Ready");
    }

    [Fact]
    public async Task An_activity_goes_on_after_its_workers_death_and_no_operation_fails_for_it()
    {
        var held = _proxy.Hold(s_helmPatchesTheDatabase, "store-bereft", Moment.During);
        await _app.CreateAsync("bereft");
        await held.Reached.WaitAsync(TimeSpan.FromSeconds(60));

        _app.KillWorker();
        held.LetGo();

        await Eventually.TrueAsync(async () => (await _app.Http.GetAsync(Path("bereft"))).IsSuccessStatusCode, () => _app.Output);
        await _app.WaitForPhaseAsync("bereft", "Ready");
    }

    [Fact]
    public async Task An_activity_goes_on_after_the_hosts_death()
    {
        var held = _proxy.Hold(s_helmPatchesTheDatabase, "store-risen", Moment.During);
        await _app.CreateAsync("risen");
        await held.Reached.WaitAsync(TimeSpan.FromSeconds(60));

        await _app.KillAsync(withHelm: true);
        held.Forget();
        await _app.DisposeAsync();
        await RiseAsync();

        // On Azure Storage its message stays invisible for a minute.
        await _app.WaitForPhaseAsync("risen", TimeSpan.FromMinutes(4), "Ready");
    }

    /// <summary>The settings that say where the durable state is.</summary>
    protected abstract IEnumerable<(string Key, string Value)> Storage { get; }

    private static Uri Path(string name) => new($"/api/stores/{name}", UriKind.Relative);

    // What a helm that was killed left pending is taken up when it cannot be at work any more.
    private async Task RiseAsync() => _app = await StoreApp.StartAsync(
        _folder.Path, _proxy.KubeconfigPath, [("Helm__Timeout", "00:00:05"), ("Operations__Release__MaxAttempts", "60"),
            ("Operations__Release__FirstInterval", "00:00:00.5"), ("Operations__Release__MaxInterval", "00:00:01"), .. Storage]);
}
