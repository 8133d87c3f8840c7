using System.Text.Json;
using Functions.Api.Http;
using Functions.Entities;
using Functions.Helm;
using Functions.IntegrationTests.Helm;
using Functions.IntegrationTests.InProcess;
using Functions.Kubernetes.Connection;
using Functions.Kubernetes.Releases;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Functions.IntegrationTests.Invariants;

/// <summary>The app within this process, from its start to its death; a later life goes on with its state.</summary>
internal sealed class AppLife : IAsyncDisposable
{
    /// <summary>How many stores may be provisioned at once.</summary>
    public const int Slots = 2;

    private static readonly FunctionCatalog s_catalog = FunctionCatalog.Discover(typeof(StoreEntity).Assembly);

    private readonly InProcessHost _host;

    private AppLife(InProcessHost host) => _host = host;

    public DurableTaskClient Client => _host.Client;

    public IReleaseRecords Releases => _host.Services.GetRequiredService<IReleaseRecords>();

    /// <summary>Begins a life.</summary>
    /// <param name="stateFile">The durable state.</param>
    /// <param name="kubeconfig">The cluster.</param>
    /// <param name="clock">The clock of all its lives.</param>
    /// <param name="troubles">What happens to its helm.</param>
    /// <param name="deliveries">Looks on.</param>
    /// <param name="configure">Says more of its services.</param>
    public static async Task<AppLife> BeginAsync(
        string stateFile, string kubeconfig, TimeProvider clock, HelmTroubles troubles, Deliveries deliveries,
        Action<IServiceCollection>? configure = null)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(Settings(kubeconfig)).Build();
        var host = await InProcessHost.StartAsync(stateFile, s_catalog, (collection, death) =>
        {
            collection
                .AddSingleton<IConfiguration>(configuration)
                .AddSingleton(clock)
                .AddSingleton<FunctionInvoker>(services => new WitnessingInvoker(services, deliveries, death))
                .AddApp(configuration)
                .AddSingleton(troubles)
                .Replace(ServiceDescriptor.Singleton<IHelm, QuickHelm>())
                // What bounds the cluster's answers bounds work, and that hurries by no clock.
                .Replace(ServiceDescriptor.Singleton(
                    services => new ClusterConnection(services.GetRequiredService<IOptions<KubernetesOptions>>(), TimeProvider.System)));
            configure?.Invoke(collection);
        });
        host.Services.GetRequiredService<ClusterConnection>().RequireUsable();
        return new AppLife(host);
    }

    /// <summary>Calls an HTTP function as a client does.</summary>
    /// <param name="function">The function's name.</param>
    /// <param name="name">The store of the route.</param>
    /// <param name="body">What is sent as JSON.</param>
    /// <param name="idempotencyKey">What tells a request that is sent again from another one.</param>
    /// <returns>The answer's status; null when the app died before it answered.</returns>
    public async Task<int?> CallAsync(string function, string? name, object? body = null, string? idempotencyKey = null)
    {
        await using var scope = _host.Services.CreateAsyncScope();
        var death = _host.Death;
        var context = new DefaultHttpContext { RequestServices = scope.ServiceProvider, RequestAborted = death };
        context.Request.RouteValues["name"] = name;
        context.Request.ContentType = "application/json";
        if (idempotencyKey is not null)
        {
            context.Request.Headers[IdempotencyKey.Header] = idempotencyKey;
        }

        context.Request.Body = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(body ?? new { }, JsonSerializerOptions.Web));
        context.Response.Body = new MemoryStream();
        try
        {
            var result = (IResult)(await _host.Invoker.InvokeAsync(s_catalog.Find<HttpTriggerAttribute>(function)!, context.Request))!;
            await result.ExecuteAsync(context);
            return context.Response.StatusCode;
        }
        catch (Exception) when (death.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>Delivers an activity's input once more.</summary>
    public Task DeliverAgainAsync(FunctionDescriptor function, object input) =>
        ((WitnessingInvoker)_host.Invoker).DeliverAgainAsync(function, input);

    /// <summary>Dies as by SIGKILL: what runs stops where it is, and nothing more is written.</summary>
    public Task DieAsync() => _host.DieAsync();

    /// <summary>Ends as by SIGTERM.</summary>
    public ValueTask DisposeAsync() => _host.DisposeAsync();

    // By a clock that hurries.
    private static Dictionary<string, string?> Settings(string kubeconfig)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Kubernetes:Kubeconfig"] = kubeconfig,
            ["Operations:Slots"] = $"{Slots}",
            ["Operations:SlotPoll"] = "00:00:02",
            ["Operations:LeaseDuration"] = "00:00:06",
            ["Operations:KeepFailed"] = "00:00:03",
            ["Operations:CreationCoolDown"] = "00:00:00",
            ["Operations:StoresPerOwner"] = "100",
            ["Operations:Release:FirstInterval"] = "00:00:00.1",
            ["Operations:Release:MaxInterval"] = "00:00:01",
            ["Operations:Steps:FirstInterval"] = "00:00:00.05",
            ["Operations:Steps:MaxInterval"] = "00:00:00.5",
            ["Operations:Credentials:FirstInterval"] = "00:00:00.05",
            ["Operations:Credentials:MaxInterval"] = "00:00:00.5",
        };
        foreach (var wait in new[] { "Database", "Workloads", "Order", "Absence" })
        {
            settings[$"Operations:{wait}:MaxAttempts"] = wait == "Absence" ? "60" : "25";
            settings[$"Operations:{wait}:FirstInterval"] = "00:00:00.05";
            settings[$"Operations:{wait}:MaxInterval"] = "00:00:00.25";
            settings[$"Operations:{wait}:Deadline"] = "00:01:00";
        }

        return settings;
    }
}
