using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Functions.Benchmarks.Hosted;
using Functions.IntegrationTests.Hosting;

namespace Functions.Benchmarks;

/// <summary>The app as its users run it: on the local host, two processes.</summary>
internal sealed class AppProcess : IAsyncDisposable
{
    private readonly HostProcess _host;

    private AppProcess(HostProcess host) => _host = host;

    /// <summary>Reaches it.</summary>
    public HttpClient Http => _host.Http;

    /// <summary>Starts the app with a state of its own, and waits until it answers.</summary>
    /// <param name="folder">Where its state is.</param>
    /// <param name="kubeconfig">The cluster.</param>
    /// <param name="settings">Its settings, as environment variables.</param>
    public static async Task<AppProcess> StartAsync(string folder, string kubeconfig, IEnumerable<(string Key, string Value)> settings)
    {
        var app = new AppProcess(await HostProcess.StartAsync(
            ProgramFolders.Current.LocalHost, ProgramFolders.Current.Functions, folder,
            [("Kubernetes__Kubeconfig", kubeconfig), .. settings]));
        await FirstAnswer.AwaitAsync(app._host, "/api/stores");
        return app;
    }

    /// <summary>Makes a store and waits until it is ready.</summary>
    /// <returns>From the request to the answer that says so.</returns>
    public async Task<TimeSpan> ProvisionAsync(string name)
    {
        var begun = Stopwatch.GetTimestamp();
        using (var accepted = await Http.PostAsJsonAsync("/api/stores", new { name }))
        {
            accepted.EnsureSuccessStatusCode();
        }

        await AwaitReadyAsync(name);
        return Stopwatch.GetElapsedTime(begun);
    }

    /// <summary>Waits until a store is ready.</summary>
    public async Task AwaitReadyAsync(string name)
    {
        while (true)
        {
            var store = await Http.GetFromJsonAsync<JsonElement>($"/api/stores/{name}");
            switch (store.GetProperty("phase").GetString())
            {
                case "Ready":
                    return;
                case "Failed":
                    throw new InvalidOperationException($"{store}");
            }

            await Task.Delay(5);
        }
    }

    /// <summary>Removes a store and waits until it is gone.</summary>
    public async Task RemoveAsync(string name)
    {
        using (var accepted = await Http.DeleteAsync(new Uri($"/api/stores/{name}", UriKind.Relative)))
        {
            accepted.EnsureSuccessStatusCode();
        }

        while (true)
        {
            using var answer = await Http.GetAsync(new Uri($"/api/stores/{name}", UriKind.Relative));
            if (answer.StatusCode == HttpStatusCode.NotFound)
            {
                return;
            }

            await Task.Delay(20);
        }
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();
}
