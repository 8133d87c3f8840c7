using Functions.IntegrationTests.Hosting;
using Microsoft.DurableTask.Client;

namespace Functions.Benchmarks.Hosted;

/// <summary>The benchmark app in a worker on the local host, and the worker's own client, here.</summary>
internal sealed class BenchmarkHost : IAsyncDisposable
{
    private readonly WorkersClient _client;

    private BenchmarkHost(HostProcess process, WorkersClient client) => (Process, _client) = (process, client);

    public HostProcess Process { get; }

    public DurableTaskClient Client => _client.Client;

    /// <summary>Starts host and worker and waits until both are there.</summary>
    /// <param name="folder">Where the state is, unless it is in Azure Storage.</param>
    /// <param name="azurite">Azure Storage; null for a SQLite file.</param>
    public static async Task<BenchmarkHost> StartAsync(string folder, Azurite? azurite)
    {
        var process = await HostProcess.StartAsync(
            ProgramFolders.Current.LocalHost, ProgramFolders.Current.BenchmarkApp, folder, azurite?.Settings ?? []);
        return new BenchmarkHost(process, WorkersClient.Of(await FirstAnswer.AwaitAsync(process, "/client")));
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await Process.DisposeAsync();
    }
}
