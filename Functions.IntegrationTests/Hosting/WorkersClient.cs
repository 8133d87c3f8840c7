using System.Text.Json;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Client.Grpc;
using Microsoft.Extensions.Logging.Abstractions;

namespace Functions.IntegrationTests.Hosting;

/// <summary>A durable client that reaches the Durable extension as the worker's own does, from another process.</summary>
internal sealed class WorkersClient : IAsyncDisposable
{
    private readonly GrpcChannel _channel;

    private WorkersClient(GrpcChannel channel, DurableTaskClient client) => (_channel, Client) = (channel, client);

    public DurableTaskClient Client { get; }

    /// <summary>Makes the client.</summary>
    /// <param name="bound">What the host bound to a worker's durable client, as JSON.</param>
    public static WorkersClient Of(string bound)
    {
        var binding = JsonSerializer.Deserialize<Binding>(bound, JsonSerializerOptions.Web)!;
        var channel = GrpcChannel.ForAddress(binding.RpcBaseUrl);
        var invoker = channel.Intercept(headers =>
        {
            headers.Add("Durable-TaskHub", binding.TaskHubName);
            if (binding.ConnectionName is { } connection)
            {
                headers.Add("Durable-ConnectionName", connection);
            }

            return headers;
        });
        var options = new GrpcDurableTaskClientOptions { CallInvoker = invoker, EnableEntitySupport = true };
        return new WorkersClient(channel, new GrpcDurableTaskClient("tests", options, NullLogger.Instance));
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        _channel.Dispose();
    }

    private sealed record Binding(string TaskHubName, string? ConnectionName, string RpcBaseUrl);
}
