using System.Net.Http.Json;
using Functions.Conformance;
using Functions.Tests.Hosting;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Client.Grpc;
using Microsoft.Extensions.Logging.Abstractions;

namespace Functions.Tests.Conformance;

/// <summary>The suite's functions in a worker of their own on the local host, which hosts the real Durable extension.</summary>
internal sealed class HostedRuntime : IDurableRuntime
{
    private readonly TempFolder _folder = new();
    private readonly Azurite? _azurite;
    private HostProcess _host = null!;
    private GrpcChannel _channel = null!;

    private HostedRuntime(Azurite? azurite) => _azurite = azurite;

    public DurableTaskClient Client { get; private set; } = null!;

    /// <summary>Starts the host and its worker.</summary>
    /// <param name="azurite">Where the durable state is; null for a SQLite file.</param>
    public static async Task<HostedRuntime> StartAsync(Azurite? azurite)
    {
        var runtime = new HostedRuntime(azurite);
        runtime._host = await HostProcess.StartAsync(AppFolders.LocalHost, AppFolders.Conformance, runtime._folder.Path, azurite?.Settings ?? []);
        var bound = (await runtime._host.Http.GetFromJsonAsync<DurableClientBinding>("/client"))!;
        runtime._channel = GrpcChannel.ForAddress(bound.RpcBaseUrl);
        // As the worker's own client asks.
        var invoker = runtime._channel.Intercept(headers =>
        {
            headers.Add("Durable-TaskHub", bound.TaskHubName);
            if (bound.ConnectionName is { } connection)
            {
                headers.Add("Durable-ConnectionName", connection);
            }

            return headers;
        });
        runtime.Client = new GrpcDurableTaskClient("tests", new GrpcDurableTaskClientOptions { CallInvoker = invoker, EnableEntitySupport = true }, NullLogger.Instance);
        return runtime;
    }

    public async Task<JournalEntry> ReadJournalAsync(string key) =>
        (await _host.Http.GetFromJsonAsync<JournalEntry>(new Uri($"/journal/{Uri.EscapeDataString(key)}", UriKind.Relative)))!;

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        _channel.Dispose();
        await _host.DisposeAsync();
        if (_azurite is not null)
        {
            await _azurite.DisposeAsync();
        }

        _folder.Dispose();
    }

    private sealed record DurableClientBinding(string TaskHubName, string? ConnectionName, string RpcBaseUrl);
}
