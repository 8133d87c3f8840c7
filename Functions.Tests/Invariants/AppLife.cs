using System.Text.Json;
using Functions.Api;
using Functions.Helm;
using Functions.Kubernetes;
using Functions.LocalRuntime;
using Functions.LocalRuntime.Discovery;
using Functions.LocalRuntime.Dispatch;
using Functions.LocalRuntime.Storage;
using Functions.Orchestrations;
using Functions.Secrets;
using Functions.Tests.Helm;
using Functions.Timers;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Functions.Tests.Invariants;

/// <summary>The app within this process, from its start to its death; a later life goes on with its state.</summary>
internal sealed class AppLife : IAsyncDisposable
{
    /// <summary>How many stores may be provisioned at once.</summary>
    public const int Slots = 2;

    private static readonly FunctionCatalog s_catalog = FunctionCatalog.Discover(typeof(StoreEntity).Assembly);

    private readonly ServiceProvider _services;
    private readonly CancellationTokenSource _death = new();
    private bool _ended;

    private AppLife(ServiceProvider services) => _services = services;

    public DurableTaskClient Client => _services.GetRequiredService<DurableTaskClient>();

    public IReleaseRecords Releases => _services.GetRequiredService<IReleaseRecords>();

    /// <summary>Begins a life.</summary>
    /// <param name="stateFile">The durable state.</param>
    /// <param name="kubeconfig">The cluster.</param>
    /// <param name="clock">The clock of all its lives.</param>
    /// <param name="troubles">What happens to its helm.</param>
    /// <param name="deliveries">Looks on.</param>
    /// <param name="configure">Says more of its services.</param>
    public static async Task<AppLife> BeginAsync(
        string stateFile, string kubeconfig, TimeProvider clock, HelmTroubles troubles, Deliveries deliveries, Action<IServiceCollection>? configure = null)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(Settings(kubeconfig)).Build();
        var collection = new ServiceCollection()
            .AddLogging()
            .AddSingleton<IConfiguration>(configuration)
            .AddSingleton(clock)
            .AddSingleton(s_catalog)
            .AddSingleton(deliveries)
            .AddSingleton(new LocalRuntimeOptions { AppRoot = ".", StateFile = stateFile, Synchronous = StateSynchronous.Normal })
            .AddSingleton<IFunctionInvoker, WitnessingInvoker>()
            .AddSingleton<ITaskStore>(_ => new MortalTaskStore(new SqliteTaskStore(stateFile, StateSynchronous.Normal)))
            .AddDurableEngine()
            .AddApi(configuration)
            .AddKubernetes(configuration)
            .AddHelm(configuration)
            .AddSecrets(configuration)
            .AddTimers(configuration)
            .AddSingleton(troubles)
            .Replace(ServiceDescriptor.Singleton<IHelm, QuickHelm>());
        configure?.Invoke(collection);
        var life = new AppLife(collection.BuildServiceProvider());
        life._services.GetRequiredService<ClusterConnection>().RequireUsable();
        await life._services.GetRequiredService<DurableEngine>().StartAsync(CancellationToken.None);
        return life;
    }

    /// <summary>Calls an HTTP function as a client does.</summary>
    /// <returns>The answer's status; null when the app died before it answered.</returns>
    public async Task<int?> CallAsync(string function, string? name, object? body = null)
    {
        await using var scope = _services.CreateAsyncScope();
        var context = new DefaultHttpContext { RequestServices = scope.ServiceProvider, RequestAborted = _death.Token };
        context.Request.RouteValues["name"] = name;
        context.Request.ContentType = "application/json";
        context.Request.Body = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(body ?? new { }, JsonSerializerOptions.Web));
        context.Response.Body = new MemoryStream();
        try
        {
            var invoker = _services.GetRequiredService<IFunctionInvoker>();
            var result = (IResult)(await invoker.InvokeInScopeAsync(s_catalog.Functions.Single(candidate => candidate.Name == function), context.Request, _death.Token))!;
            await result.ExecuteAsync(context);
            return context.Response.StatusCode;
        }
        catch (Exception) when (_death.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>Delivers an activity's input once more.</summary>
    public Task DeliverAgainAsync(FunctionDescriptor function, object input) =>
        ((WitnessingInvoker)_services.GetRequiredService<IFunctionInvoker>()).DeliverAgainAsync(function, input, _death.Token);

    /// <summary>Dies as by SIGKILL: what runs stops where it is, and nothing more is written.</summary>
    public async Task DieAsync()
    {
        _ended = true;
        ((MortalTaskStore)_services.GetRequiredService<ITaskStore>()).Die();
        await _death.CancelAsync();
        await _services.DisposeAsync();
    }

    /// <summary>Ends as by SIGTERM.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_ended)
        {
            _ended = true;
            using var grace = new CancellationTokenSource(TimeSpan.FromSeconds(5));
            await _services.GetRequiredService<DurableEngine>().StopAsync(grace.Token);
            await _services.DisposeAsync();
        }

        _death.Dispose();
    }

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
