using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Functions.IntegrationTests.Cluster;
using Functions.IntegrationTests.Contract;
using Functions.IntegrationTests.Hosting;
using Functions.Tests.Contract;

namespace Functions.IntegrationTests.EndToEnd;

/// <summary>The app as its users run it, on the local host, with its state in a folder, reached over HTTP.</summary>
internal sealed class StoreApp : IAsyncDisposable
{
    private readonly HostProcess _host;

    private StoreApp(HostProcess host)
    {
        _host = host;
        Http = new HttpClient(new ContractHandler(ApiContract.Current)) { BaseAddress = host.Http.BaseAddress };
    }

    /// <summary>Reaches the app, and fails the test at an answer that the API's contract does not have.</summary>
    public HttpClient Http { get; }

    public string Output => _host.Output;

    /// <summary>Starts the app on a cluster, with the rights of its own account, and waits until it listens.</summary>
    public static Task<StoreApp> StartAsync(string folder, TestCluster cluster, params (string Key, string Value)[] settings) => StartAsync(
        folder, cluster.KubeconfigPath,
        cluster.OperatorServiceAccount is { } account ? [("Kubernetes__OperatorServiceAccount", account), .. settings] : settings);

    /// <summary>Starts the app and waits until it listens.</summary>
    /// <param name="folder">Where its state is; the same folder goes on where it stopped.</param>
    /// <param name="kubeconfig">The cluster; null for none configured.</param>
    /// <param name="settings">More settings, as environment variables.</param>
    public static async Task<StoreApp> StartAsync(string folder, string? kubeconfig, params (string Key, string Value)[] settings) =>
        new(await HostProcess.StartAsync(AppFolders.Launcher, AppFolders.Functions, folder, Settings(folder, kubeconfig, settings)));

    /// <summary>Starts the app in the surroundings of a pod, with the service account of a folder mounted, and waits until it
    /// listens.</summary>
    /// <param name="folder">Where its state is.</param>
    /// <param name="account">The folder with the account's token and the cluster's certificate.</param>
    /// <param name="server">The API server.</param>
    /// <param name="settings">More settings, as environment variables.</param>
    public static async Task<StoreApp> StartInPodAsync(
        string folder, string account, Uri server, params (string Key, string Value)[] settings) =>
        new(await HostProcess.StartAsync(
            AppFolders.Launcher, AppFolders.Functions, folder,
            Settings(folder, null, [("KUBERNETES_SERVICE_HOST", server.Host), ("KUBERNETES_SERVICE_PORT", $"{server.Port}"), .. settings]),
            PodMount.Of(account)));

    /// <summary>Runs the app until it ends by itself, for start-up errors.</summary>
    public static Task<(int ExitCode, string Output)> RunToEndAsync(
        string folder, string? kubeconfig, params (string Key, string Value)[] settings) =>
        HostProcess.RunToEndAsync(AppFolders.Launcher, AppFolders.Functions, folder, Settings(folder, kubeconfig, settings));

    public Task<JsonElement> CreateAsync(string name) => PostStoreAsync(new { name });

    /// <summary>Asks for a store that must be accepted.</summary>
    public async Task<JsonElement> PostStoreAsync<T>(T spec)
    {
        var response = await Http.PostAsJsonAsync("/api/stores", spec);
        Assert.True(response.StatusCode == HttpStatusCode.Accepted, await response.Content.ReadAsStringAsync());
        var store = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal($"/api/stores/{store.GetProperty("name").GetString()}", response.Headers.Location!.OriginalString);
        Assert.NotNull(response.Headers.RetryAfter);
        return store;
    }

    /// <summary>Asks for something to be done with a store: cancel, retry, ...</summary>
    public async Task<JsonElement> AskAsync(string name, string verb, HttpStatusCode expected)
    {
        using var response = await Http.PostAsync(new Uri($"/api/stores/{name}/{verb}", UriKind.Relative), null);
        Assert.True(response.StatusCode == expected, $"{response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    public async Task DeleteAsync(string name)
    {
        var response = await Http.DeleteAsync(new Uri($"/api/stores/{name}", UriKind.Relative));
        Assert.True(response.StatusCode == HttpStatusCode.Accepted, await response.Content.ReadAsStringAsync());
    }

    /// <summary>Has all stores compared with the cluster, and returns what that came to.</summary>
    public async Task<JsonElement> CompareAsync()
    {
        using var response = await Http.PostAsync(new Uri("/api/comparisons", UriKind.Relative), null);
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        var asked = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("requestedAt").GetDateTime();
        JsonElement comparison = default;
        await Eventually.TrueAsync(
            async () =>
            {
                comparison = (await Http.GetFromJsonAsync("/api/comparisons")).GetProperty("latest");
                return comparison.ValueKind == JsonValueKind.Object && comparison.GetProperty("requestedAt").GetDateTime() >= asked;
            },
            () => $"the comparison should end\n{Output}");
        return comparison;
    }

    /// <summary>The store as the API shows it; null when there is none.</summary>
    public async Task<JsonElement?> GetAsync(string name)
    {
        var response = await Http.GetAsync(new Uri($"/api/stores/{name}", UriKind.Relative));
        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }

        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>Waits until the store is in one of the phases, and returns it.</summary>
    public Task<JsonElement> WaitForPhaseAsync(string name, params string[] phases) => WaitForPhaseAsync(name, deadline: null, phases);

    /// <summary>As the other, with a deadline of its own.</summary>
    public async Task<JsonElement> WaitForPhaseAsync(string name, TimeSpan? deadline, params string[] phases)
    {
        JsonElement? store = null;
        await Eventually.TrueAsync(
            async () => (store = await GetAsync(name)) is { } found && phases.Contains(found.GetProperty("phase").GetString()),
            () => $"store {name} should become {string.Join(" or ", phases)} but is {store}\n{Output}", deadline);
        return store!.Value;
    }

    /// <summary>Waits until the API knows no such store.</summary>
    public async Task WaitForAbsenceAsync(string name)
    {
        JsonElement? store = null;
        await Eventually.TrueAsync(
            async () => (store = await GetAsync(name)) is null, () => $"store {name} should be gone but is {store}\n{Output}");
    }

    /// <summary>Ends host and worker at once, as SIGKILL does: neither gets to clean up.</summary>
    /// <param name="withHelm">Whether a helm that runs ends with them, as when the machine does; else helm goes on by itself.</param>
    public Task KillAsync(bool withHelm = false) => _host.KillAsync(withHelm);

    /// <summary>Ends the worker at once; the host starts another.</summary>
    public void KillWorker() => _host.KillWorker();

    public ValueTask DisposeAsync()
    {
        Http.Dispose();
        return _host.DisposeAsync();
    }

    private static IEnumerable<(string Key, string Value)> Settings(
        string folder, string? kubeconfig, (string Key, string Value)[] settings)
    {
        (string, string)[] places =
        [
            ("AzureFunctionsJobHost__extensions__durableTask__storageProvider__file", Path.Combine(folder, "durable.db")),
            ("SimulatedCluster__Folder", Path.Combine(folder, "simulated-cluster")),
            .. kubeconfig is null ? Array.Empty<(string, string)>() : [("Kubernetes__Kubeconfig", kubeconfig)],
        ];
        return places.Concat(Fast()).Concat(settings);
    }

    // The defaults suit clusters that pull images; here everything is ready within a second or two.
    private static IEnumerable<(string Key, string Value)> Fast()
    {
        foreach (var wait in new[] { "Database", "Workloads", "ShopCheckWait", "Absence" })
        {
            yield return ($"Operations__{wait}__MaxAttempts", 60.ToString(CultureInfo.InvariantCulture));
            yield return ($"Operations__{wait}__FirstInterval", "00:00:00.1");
            yield return ($"Operations__{wait}__MaxInterval", "00:00:00.5");
            yield return ($"Operations__{wait}__Deadline", "00:01:00");
        }

        yield return ("Operations__SlotPoll", "00:00:05");
        yield return ("Operations__Readiness__Grace", "00:00:01");
        // What runs by itself is asked for where a test wants it: the clock would have its say in the others.
        foreach (var timer in new[] { "SweepTimer", "ComparisonTimer", "HistoryTimer" })
        {
            yield return ($"AzureWebJobs__{timer}__Disabled", "true");
        }

        // The limits of owners have tests of their own.
        yield return ("Operations__StoresPerOwner", "100");
        yield return ("Operations__CreationCoolDown", "00:00:00");
    }
}
