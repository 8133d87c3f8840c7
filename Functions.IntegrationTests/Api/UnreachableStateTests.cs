using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Functions.Api.Http;
using Functions.Api.Stores;
using Functions.Entities;
using Functions.IntegrationTests.InProcess;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Client.Grpc;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Stores.Core;

namespace Functions.IntegrationTests.Api;

/// <summary>
/// What the API answers while nobody serves the durable state, as a host's extension that has ended leaves the worker's own client.
/// </summary>
public sealed class UnreachableStateTests : IAsyncLifetime
{
    private static readonly FunctionCatalog s_catalog = FunctionCatalog.Discover(typeof(StoreEntity).Assembly);

    private readonly GrpcChannel _nobody = GrpcChannel.ForAddress($"http://127.0.0.1:{FreePort()}");
    private ServiceProvider _services = null!;

    public static TheoryData<string> FunctionsOnTheState => new(
        s_catalog.Functions
            .Where(function => function.Trigger is HttpTriggerAttribute)
            .Where(function => function.Method.GetParameters().Any(parameter => parameter.ParameterType == typeof(DurableTaskClient)))
            .Select(function => function.Name));

    public Task InitializeAsync()
    {
        var configuration = new ConfigurationBuilder().Build();
        var options = new GrpcDurableTaskClientOptions { Channel = _nobody, EnableEntitySupport = true };
        _services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<IConfiguration>(configuration)
            .AddSingleton(TimeProvider.System)
            .AddSingleton<DurableTaskClient>(new GrpcDurableTaskClient("nobody", options, NullLogger.Instance))
            .AddApp(configuration)
            .BuildServiceProvider();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _services.DisposeAsync();
        _nobody.Dispose();
    }

    [Theory]
    [MemberData(nameof(FunctionsOnTheState))]
    public async Task Every_function_answers_503_with_what_to_do(string function)
    {
        var context = new DefaultHttpContext { RequestServices = _services };
        context.Request.RouteValues["name"] = "demo";
        context.Request.RouteValues["id"] = "20261129-000000-scheduled";
        context.Request.ContentType = "application/json";
        context.Request.Body = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(Body(function), JsonSerializerOptions.Web));
        context.Response.Body = new MemoryStream();

        var result = (IResult)(await new FunctionInvoker(_services, CancellationToken.None)
            .InvokeAsync(s_catalog.Find<HttpTriggerAttribute>(function)!, context.Request))!;
        await result.ExecuteAsync(context);

        context.Response.Body.Position = 0;
        var problem = await JsonDocument.ParseAsync(context.Response.Body);
        Assert.Equal(StatusCodes.Status503ServiceUnavailable, context.Response.StatusCode);
        Assert.Equal("application/problem+json", context.Response.ContentType);
        Assert.Equal("The state cannot be reached.", problem.RootElement.GetProperty("title").GetString());
        Assert.StartsWith(
            "The durable state answered Unavailable. ", problem.RootElement.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_decision_that_cannot_be_asked_for_is_told_as_that()
    {
        var decided = await _services.GetRequiredService<Decisions>().AskAsync<string>(
            _services.GetRequiredService<DurableTaskClient>(), OrchestratorNames.BeginOperation, "", "test", TimeSpan.FromSeconds(30),
            CancellationToken.None);

        Assert.Equal(Grpc.Core.StatusCode.Unavailable, Assert.IsType<Decided<string>.Unreachable>(decided).Status);
    }

    private static object Body(string function) => function switch
    {
        nameof(CreateStore) => new { name = "demo" },
        nameof(StripStoreFinalizers) => new { confirm = "demo", reason = "test" },
        _ => new { },
    };

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
