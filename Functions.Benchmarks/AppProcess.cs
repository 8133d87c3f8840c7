using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Functions.Benchmarks;

/// <summary>The app as its users run it, in a process of its own.</summary>
internal sealed partial class AppProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly HttpClient _http;

    private AppProcess(Process process, HttpClient http) => (_process, _http) = (process, http);

    /// <summary>Starts the app with a state of its own.</summary>
    /// <param name="folder">Where its state is.</param>
    /// <param name="kubeconfig">The cluster.</param>
    /// <param name="settings">Its settings, as environment variables.</param>
    public static async Task<AppProcess> StartAsync(string folder, string kubeconfig, IEnumerable<(string Key, string Value)> settings)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "Functions.dll") },
            WorkingDirectory = AppContext.BaseDirectory,
            RedirectStandardOutput = true,
            Environment = { ["ASPNETCORE_URLS"] = "http://127.0.0.1:0", ["LocalRuntime__StateFile"] = Path.Combine(folder, "durable.db"), ["Kubernetes__Kubeconfig"] = kubeconfig },
        };
        foreach (var (key, value) in settings)
        {
            start.Environment[key] = value;
        }

        var (process, said, listening) = (Process.Start(start)!, new ConcurrentQueue<string>(), new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously));
        process.OutputDataReceived += (_, line) =>
        {
            said.Enqueue(line.Data ?? "");
            if (line.Data is null)
            {
                listening.TrySetException(new InvalidOperationException($"The app ended:\n{string.Join('\n', said)}"));
            }
            else if (Listening().Match(line.Data) is { Success: true } match)
            {
                listening.TrySetResult(new Uri(match.Groups[1].Value));
            }
        };
        process.BeginOutputReadLine();
        return new AppProcess(process, new HttpClient { BaseAddress = await listening.Task });
    }

    /// <summary>Makes a store and waits until it is ready.</summary>
    /// <returns>From the request to the answer that says so.</returns>
    public async Task<TimeSpan> ProvisionAsync(string name)
    {
        var begun = Stopwatch.GetTimestamp();
        using (var accepted = await _http.PostAsJsonAsync("/api/stores", new { name }))
        {
            accepted.EnsureSuccessStatusCode();
        }

        while (true)
        {
            var store = await _http.GetFromJsonAsync<JsonElement>($"/api/stores/{name}");
            switch (store.GetProperty("phase").GetString())
            {
                case "Ready":
                    return Stopwatch.GetElapsedTime(begun);
                case "Failed":
                    throw new InvalidOperationException($"{store}");
            }

            await Task.Delay(5);
        }
    }

    /// <summary>Removes a store and waits until it is gone.</summary>
    public async Task RemoveAsync(string name)
    {
        using (var accepted = await _http.DeleteAsync(new Uri($"/api/stores/{name}", UriKind.Relative)))
        {
            accepted.EnsureSuccessStatusCode();
        }

        while (true)
        {
            using var answer = await _http.GetAsync(new Uri($"/api/stores/{name}", UriKind.Relative));
            if (answer.StatusCode == HttpStatusCode.NotFound)
            {
                return;
            }

            await Task.Delay(20);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    [GeneratedRegex(@"listening on: (http://\S+)", RegexOptions.IgnoreCase)]
    private static partial Regex Listening();
}
