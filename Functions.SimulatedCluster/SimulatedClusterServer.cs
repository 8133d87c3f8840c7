using System.Net;
using Functions.SimulatedCluster.Api;
using Functions.SimulatedCluster.Faults;
using Functions.SimulatedCluster.Lifecycle;
using Functions.SimulatedCluster.Objects;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Functions.SimulatedCluster;

/// <summary>A Kubernetes API on loopback whose pods are played: helm, kubectl and KubernetesClient talk to it unmodified.</summary>
public sealed class SimulatedClusterServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ObjectStore _store;
    private readonly ControllerManager _controllers;
    private SimulatedNode? _node;

    private SimulatedClusterServer(
        WebApplication app, ObjectStore store, ControllerManager controllers, string kubeconfigPath, Uri endpoint)
    {
        _app = app;
        _store = store;
        _controllers = controllers;
        KubeconfigPath = kubeconfigPath;
        Endpoint = endpoint;
    }

    /// <summary>A kubeconfig with an administrator's token; readable by its owner alone.</summary>
    public string KubeconfigPath { get; }

    /// <summary>The API's address.</summary>
    public Uri Endpoint { get; }

    /// <summary>What goes wrong; rules may be added at any time.</summary>
    public FaultPlan Faults { get; private init; } = new();

    /// <summary>Its node; null when it has none.</summary>
    public SimulatedNode? Node => _node;

    /// <summary>Starts a cluster.</summary>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<SimulatedClusterServer> StartAsync(SimulatedClusterOptions options, CancellationToken cancellationToken)
    {
        ClusterAccess.EnsureFolder(options.Folder);
        // Two halves of a start that need not wait for each other: reading what is stored, and making the certificate.
        var opening = Task.Run(
            () => new ObjectStore(
                new KindCatalog(), options.Persist ? new ObjectFile(Path.Combine(options.Folder, "objects.db")) : null, options.Clock),
            CancellationToken.None);
        var access = ClusterAccess.Open(options.Folder);
        var store = await opening;
        var api = new ApiServer(
            store.Catalog, store, new RequestFaults(options.Faults, options.Clock), access.Token,
            options.Loggers.CreateLogger<ApiServer>());
        var port = options.Port != 0 || !options.Persist ? options.Port : access.LastPort;
        var app = await ListenAsync(port, access, api, options, cancellationToken);
        var address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        var kubeconfig = access.WriteKubeconfig(address);
        var controllers = new ControllerManager(store, options.Faults, options.Loggers.CreateLogger<ControllerManager>());
        var server = new SimulatedClusterServer(app, store, controllers, kubeconfig, address) { Faults = options.Faults };
        if (options.Node is { } node)
        {
            server._node = SimulatedNode.Begin(
                access.Connect(address), node with { Clock = options.Clock, Faults = options.Faults }, options.Loggers);
        }

        controllers.Start(server._node?.Joined ?? Task.CompletedTask);

        return server;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_node is not null)
        {
            await _node.DisposeAsync();
        }

        await _controllers.DisposeAsync();
        // Open watches would keep a graceful stop waiting.
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
        _store.Dispose();
    }

    private static async Task<WebApplication> ListenAsync(
        int port, ClusterAccess access, ApiServer api, SimulatedClusterOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return await ListenOnAsync(port, access, api, options, cancellationToken);
        }
        catch (IOException) when (port != 0 && options.Port == 0)
        {
            return await ListenOnAsync(0, access, api, options, cancellationToken);
        }
    }

    private static async Task<WebApplication> ListenOnAsync(
        int port, ClusterAccess access, ApiServer api, SimulatedClusterOptions options, CancellationToken cancellationToken)
    {
        // Nothing of the surrounding process - its URLs, its settings - is this server's.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(IPAddress.Loopback, port, listen =>
            {
                listen.Protocols = HttpProtocols.Http1AndHttp2;
                listen.UseHttps(access.Certificate);
            });
        });
        // Its own host's lines would read like the surrounding program's.
        builder.Services.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        var app = builder.Build();
        app.Run(api.HandleAsync);
        try
        {
            await app.StartAsync(cancellationToken);
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    // Ctrl+C is the surrounding program's to handle.
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
