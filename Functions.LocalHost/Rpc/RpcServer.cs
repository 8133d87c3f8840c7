namespace Functions.LocalHost.Rpc;

/// <summary>Where workers connect to: a free port on loopback, apart from the app's own.</summary>
internal sealed class RpcServer(WebApplication application) : IAsyncDisposable
{
    public Uri Address { get; } = new(application.Urls.First());

    public static async Task<RpcServer> StartAsync(WorkerSupervisor supervisor, ILoggerFactory loggers)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(loggers).AddSingleton(supervisor).AddSingleton<IHostLifetime, NoLifetime>().AddRouting();
        // As large as the worker's: what an orchestration carries has no limit of the host's.
        builder.Services.AddGrpc(options => (options.MaxReceiveMessageSize, options.MaxSendMessageSize) = (null, null));
        builder.WebHost.UseKestrelCore().ConfigureKestrel(
            kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        var application = builder.Build();
        application.MapGrpcService<Service>();
        await application.StartAsync();
        return new RpcServer(application);
    }

    /// <summary>Ends the connections first: a worker that is just connecting would meet services that are gone.</summary>
    public async ValueTask DisposeAsync()
    {
        using var atOnce = new CancellationTokenSource(TimeSpan.Zero);
        await application.StopAsync(atOnce.Token);
        await application.DisposeAsync();
    }

    internal sealed class Service(WorkerSupervisor supervisor) : FunctionRpc.FunctionRpcBase
    {
        public override async Task EventStream(
            IAsyncStreamReader<StreamingMessage> requestStream, IServerStreamWriter<StreamingMessage> responseStream,
            ServerCallContext context)
        {
            var hasBegun = await requestStream.MoveNext(context.CancellationToken);
            var channel = hasBegun ? supervisor.Expected(requestStream.Current.StartStream?.WorkerId) : null;
            await (channel?.ServeAsync(requestStream, responseStream, context.CancellationToken)
                ?? throw new Grpc.Core.RpcException(new Status(StatusCode.PermissionDenied, "This host did not start such a worker.")));
        }
    }
}

/// <summary>For hosts within this process: signals are for the whole of it.</summary>
internal sealed class NoLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
