using System.Collections.Concurrent;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Entities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Functions.Tests.Runtime;

/// <summary>What surrounds each call of a function: middleware, a scope, a token.</summary>
public sealed class InvocationTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private readonly HttpClient _http = new();
    private IHost _host = null!;

    private InvocationFunctions.Log Log => _host.Services.GetRequiredService<InvocationFunctions.Log>();

    private DurableTaskClient Client => _host.Services.GetRequiredService<DurableTaskClient>();

    public async Task InitializeAsync()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "host.json"), "{}");
        var builder = FunctionsApplication.CreateBuilder(["--urls", "http://127.0.0.1:0"], typeof(InvocationTests).Assembly, _folder.Path);
        builder.ConfigureFunctionsWebApplication();
        builder.UseMiddleware<InvocationFunctions.Outer>();
        builder.UseMiddleware<InvocationFunctions.Inner>();
        builder.Services.AddSingleton<InvocationFunctions.Log>().AddScoped<InvocationFunctions.Scoped>();
        _host = builder.Build();
        await _host.StartAsync();
        _http.BaseAddress = new Uri(_host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Middleware_surrounds_http_functions_in_the_order_in_which_it_was_added()
    {
        Assert.Equal("middleware was here", await _http.GetStringAsync(new Uri("/api/InvocationHttp", UriKind.Relative)));

        Assert.Equal(["outer before", "inner before", "inner after", "outer after"], Log.Of("InvocationHttp"));
    }

    [Fact]
    public async Task Middleware_surrounds_activities_and_entities_and_a_failure_passes_through_it()
    {
        var id = await Client.ScheduleNewOrchestrationInstanceAsync(nameof(InvocationFunctions.InvocationOrder));
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await Client.WaitForInstanceCompletionAsync(id, false, limit.Token);

        Assert.Equal(["outer before", "inner before", "inner failed", "outer failed"], Log.Of("InvocationFail"));
        Assert.Equal(["outer before", "inner before", "inner after", "outer after"], Log.Of("InvocationEntity"));
        Assert.Equal("outer after", Log.Of("InvocationOrder")[^1]);
    }

    [Fact]
    public async Task Each_invocation_has_a_scope_that_ends_with_it()
    {
        await _http.GetStringAsync(new Uri("/api/InvocationHttp", UriKind.Relative));
        await _http.GetStringAsync(new Uri("/api/InvocationHttp", UriKind.Relative));

        Assert.Equal(2, Log.Scopes.Distinct().Count());
        Assert.Equal(Log.Scopes.Order(), Log.EndedScopes.Order());
    }

    [Fact]
    public async Task A_stop_cancels_the_token_of_running_functions()
    {
        var request = _http.GetAsync(new Uri("/api/InvocationWait", UriKind.Relative));
        await Log.Waiting.WaitAsync();

        await _host.StopAsync();

        Assert.Contains("token cancelled", Log.Of("InvocationWait"));
        using var response = await request;
        Assert.True(response.IsSuccessStatusCode, "The function ended well within its grace period.");
    }
}

public sealed class InvocationFunctions(InvocationFunctions.Scoped scoped, InvocationFunctions.Log log)
{
    [Function("InvocationHttp")]
    public string Http([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request, FunctionContext context)
    {
        log.Scopes.Add(scoped.Id);
        return (string)context.Items["note"];
    }

    [Function("InvocationWait")]
    public async Task Wait([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request, FunctionContext context)
    {
        log.Waiting.Release();
        await Task.Delay(Timeout.Infinite, context.CancellationToken).ContinueWith(_ => log.Add("InvocationWait", "token cancelled"), TaskScheduler.Default);
    }

    [Function(nameof(InvocationOrder))]
    public static async Task InvocationOrder([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        await context.Entities.CallEntityAsync(new EntityInstanceId(nameof(InvocationEntity), "one"), "Touch");
        try
        {
            await context.CallActivityAsync(nameof(InvocationFail));
        }
        catch (Microsoft.DurableTask.TaskFailedException)
        {
            // Expected.
        }
    }

    [Function(nameof(InvocationFail))]
    public static void InvocationFail([ActivityTrigger] string? input) => throw new InvalidOperationException("refused");

    /// <summary>What the tests look at.</summary>
    public sealed class Log
    {
        private readonly ConcurrentQueue<(string Function, string What)> _lines = new();

        public ConcurrentBag<Guid> Scopes { get; } = [];

        public ConcurrentBag<Guid> EndedScopes { get; } = [];

        public SemaphoreSlim Waiting { get; } = new(0);

        public void Add(string function, string what) => _lines.Enqueue((function, what));

        public IReadOnlyList<string> Of(string function) => [.. _lines.Where(line => line.Function == function).Select(line => line.What)];
    }

    public sealed class Scoped(Log log) : IDisposable
    {
        public Guid Id { get; } = Guid.NewGuid();

        public void Dispose() => log.EndedScopes.Add(Id);
    }

    public sealed class Outer(Log log) : IFunctionsWorkerMiddleware
    {
        public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
        {
            context.Items["note"] = "middleware was here";
            await Around("outer", log, context, next);
        }
    }

    public sealed class Inner(Log log) : IFunctionsWorkerMiddleware
    {
        public Task Invoke(FunctionContext context, FunctionExecutionDelegate next) => Around("inner", log, context, next);
    }

    private static async Task Around(string name, Log log, FunctionContext context, FunctionExecutionDelegate next)
    {
        log.Add(context.FunctionDefinition.Name, $"{name} before");
        try
        {
            await next(context);
            log.Add(context.FunctionDefinition.Name, $"{name} after");
        }
        catch (InvalidOperationException)
        {
            log.Add(context.FunctionDefinition.Name, $"{name} failed");
            throw;
        }
    }
}

public sealed class InvocationEntity : TaskEntity<int>
{
    [Function(nameof(InvocationEntity))]
    public static Task DispatchAsync([EntityTrigger] TaskEntityDispatcher dispatcher) => dispatcher.DispatchAsync<InvocationEntity>();

    public void Touch() => State++;
}
