using System.Text.Json;
using Functions.Tests.Hosting;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Client.Grpc;
using Microsoft.Extensions.Logging.Abstractions;

namespace Functions.Benchmarks.Hosted;

/// <summary>The benchmark app in a worker on the local host, and the worker's own client, here.</summary>
internal sealed class BenchmarkHost : IAsyncDisposable
{
    private readonly GrpcChannel _channel;

    private BenchmarkHost(HostProcess process, GrpcChannel channel, DurableTaskClient client) => (Process, _channel, Client) = (process, channel, client);

    public HostProcess Process { get; }

    public DurableTaskClient Client { get; }

    /// <summary>Starts host and worker and waits until both are there.</summary>
    /// <param name="folder">Where the state is, unless it is in Azure Storage.</param>
    /// <param name="azurite">Azure Storage; null for a SQLite file.</param>
    public static async Task<BenchmarkHost> StartAsync(string folder, Azurite? azurite)
    {
        var process = await HostProcess.StartAsync(ProgramFolders.Current.LocalHost, ProgramFolders.Current.BenchmarkApp, folder, azurite?.Settings ?? []);
        var bound = JsonSerializer.Deserialize<Binding>(await FirstAnswer.AwaitAsync(process, "/client"), JsonSerializerOptions.Web)!;
        var channel = GrpcChannel.ForAddress(bound.RpcBaseUrl);
        // As the worker's own client asks.
        var invoker = channel.Intercept(headers =>
        {
            headers.Add("Durable-TaskHub", bound.TaskHubName);
            if (bound.ConnectionName is { } connection)
            {
                headers.Add("Durable-ConnectionName", connection);
            }

            return headers;
        });
        var options = new GrpcDurableTaskClientOptions { CallInvoker = invoker, EnableEntitySupport = true };
        return new BenchmarkHost(process, channel, new GrpcDurableTaskClient("benchmark", options, NullLogger.Instance));
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        _channel.Dispose();
        await Process.DisposeAsync();
    }

    private sealed record Binding(string TaskHubName, string? ConnectionName, string RpcBaseUrl);
}
