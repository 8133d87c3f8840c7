using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Functions.Tests.Cluster;

namespace Functions.Tests.EndToEnd;

/// <summary>The app as its users run it: a process of its own with its state in a folder, reached over HTTP.</summary>
internal sealed partial class StoreApp : IAsyncDisposable
{
    private static readonly TimeSpan s_startLimit = TimeSpan.FromSeconds(60);

    private readonly ConcurrentQueue<string> _output = new();
    private readonly Process _process;

    private StoreApp(Process process, HttpClient http)
    {
        _process = process;
        Http = http;
    }

    public HttpClient Http { get; }

    public string Output => string.Join('\n', _output);

    /// <summary>Starts the app on a cluster, with the rights of its own account, and waits until it listens.</summary>
    public static Task<StoreApp> StartAsync(string folder, TestCluster cluster, params (string Key, string Value)[] settings) => StartAsync(
        folder, cluster.KubeconfigPath, cluster.OperatorServiceAccount is { } account ? [("Kubernetes__OperatorServiceAccount", account), .. settings] : settings);

    /// <summary>Starts the app and waits until it listens.</summary>
    /// <param name="folder">Where its state is; the same folder goes on where it stopped.</param>
    /// <param name="kubeconfig">The cluster; null for none configured.</param>
    /// <param name="settings">More settings, as environment variables.</param>
    public static async Task<StoreApp> StartAsync(string folder, string? kubeconfig, params (string Key, string Value)[] settings)
    {
        var process = Launch(folder, kubeconfig, settings);
        var app = new StoreApp(process, new HttpClient());
        var listening = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        process.OutputDataReceived += (_, line) => app.Read(line.Data, listening);
        process.ErrorDataReceived += (_, line) => app.Read(line.Data, listening);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var ended = process.WaitForExitAsync();
        var first = await Task.WhenAny(listening.Task, ended, Task.Delay(s_startLimit));
        if (first != listening.Task)
        {
            await app.DisposeAsync();
            throw new InvalidOperationException($"The app {(first == ended ? "ended" : "did not listen")}:\n{app.Output}");
        }

        app.Http.BaseAddress = await listening.Task;
        return app;
    }

    /// <summary>Runs the app until it ends by itself, for start-up errors.</summary>
    public static async Task<(int ExitCode, string Output)> RunToEndAsync(string folder, string? kubeconfig, params (string Key, string Value)[] settings)
    {
        using var process = Launch(folder, kubeconfig, settings);
        using var limit = new CancellationTokenSource(s_startLimit);
        try
        {
            var error = process.StandardError.ReadToEndAsync(limit.Token);
            var output = await process.StandardOutput.ReadToEndAsync(limit.Token) + await error;
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, output);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

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
    public async Task<JsonElement> WaitForPhaseAsync(string name, params string[] phases)
    {
        JsonElement? store = null;
        await Eventually.TrueAsync(
            async () => (store = await GetAsync(name)) is { } found && phases.Contains(found.GetProperty("phase").GetString()),
            () => $"store {name} should become {string.Join(" or ", phases)} but is {store}\n{Output}");
        return store!.Value;
    }

    /// <summary>Waits until the API knows no such store.</summary>
    public async Task WaitForAbsenceAsync(string name)
    {
        JsonElement? store = null;
        await Eventually.TrueAsync(async () => (store = await GetAsync(name)) is null, () => $"store {name} should be gone but is {store}\n{Output}");
    }

    /// <summary>Ends the process at once, as SIGKILL does: nothing gets to clean up.</summary>
    /// <param name="withHelm">Whether a helm that it runs ends with it, as when the machine does; else helm goes on by itself.</param>
    public async Task KillAsync(bool withHelm = false)
    {
        _process.Kill(entireProcessTree: withHelm);
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static Process Launch(string folder, string? kubeconfig, (string Key, string Value)[] settings)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "Functions.dll") },
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
                ["LocalRuntime__StateFile"] = Path.Combine(folder, "durable.db"),
                ["SimulatedCluster__Folder"] = Path.Combine(folder, "simulated-cluster"),
            },
        };
        start.Environment.Remove("KUBECONFIG");
        if (kubeconfig is not null)
        {
            start.Environment["Kubernetes__Kubeconfig"] = kubeconfig;
        }

        foreach (var (key, value) in Fast().Concat(settings))
        {
            start.Environment[key] = value;
        }

        return Process.Start(start)!;
    }

    // The defaults suit clusters that pull images; here everything is ready within a second or two.
    private static IEnumerable<(string Key, string Value)> Fast()
    {
        foreach (var wait in new[] { "Database", "Workloads", "Order", "Absence" })
        {
            yield return ($"Operations__{wait}__MaxAttempts", 60.ToString(CultureInfo.InvariantCulture));
            yield return ($"Operations__{wait}__FirstInterval", "00:00:00.1");
            yield return ($"Operations__{wait}__MaxInterval", "00:00:00.5");
            yield return ($"Operations__{wait}__Deadline", "00:01:00");
        }

        yield return ("Operations__SlotPoll", "00:00:05");
        // What runs by itself is asked for where a test wants it: the clock would have its say in the others.
        foreach (var timer in new[] { "SweepTimer", "ComparisonTimer", "HistoryTimer" })
        {
            yield return ($"AzureWebJobs__{timer}__Disabled", "true");
        }

        // The limits of owners have tests of their own.
        yield return ("Operations__StoresPerOwner", "100");
        yield return ("Operations__CreationCoolDown", "00:00:00");
    }

    private void Read(string? line, TaskCompletionSource<Uri> listening)
    {
        if (line is null)
        {
            return;
        }

        _output.Enqueue(line);
        if (Listening().Match(line) is { Success: true } match)
        {
            listening.TrySetResult(new Uri(match.Groups[1].Value));
        }
    }

    [GeneratedRegex(@"listening on: (http://\S+)", RegexOptions.IgnoreCase)]
    private static partial Regex Listening();
}
