using System.Net.Http.Json;
using Functions.Conformance;
using Functions.IntegrationTests.Hosting;
using Microsoft.DurableTask.Client;

namespace Functions.IntegrationTests.Conformance;

/// <summary>The suite's functions in a worker of their own on the local host, which hosts the real Durable extension.</summary>
internal sealed class HostedRuntime : IDurableRuntime
{
    private readonly TempFolder _folder = new();
    private readonly Azurite? _azurite;
    private HostProcess _host = null!;
    private WorkersClient _client = null!;

    private HostedRuntime(Azurite? azurite) => _azurite = azurite;

    public DurableTaskClient Client => _client.Client;

    /// <summary>Starts the host and its worker.</summary>
    /// <param name="azurite">Where the durable state is; null for a SQLite file.</param>
    public static async Task<HostedRuntime> StartAsync(Azurite? azurite)
    {
        var runtime = new HostedRuntime(azurite);
        runtime._host = await HostProcess.StartAsync(
            AppFolders.LocalHost, AppFolders.Conformance, runtime._folder.Path, azurite?.Settings ?? []);
        runtime._client = WorkersClient.Of(await runtime._host.Http.GetStringAsync(new Uri("/client", UriKind.Relative)));
        return runtime;
    }

    public async Task<JournalEntry> ReadJournalAsync(string key) =>
        (await _host.Http.GetFromJsonAsync<JournalEntry>(new Uri($"/journal/{Uri.EscapeDataString(key)}", UriKind.Relative)))!;

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _host.DisposeAsync();
        if (_azurite is not null)
        {
            await _azurite.DisposeAsync();
        }

        _folder.Dispose();
    }
}
