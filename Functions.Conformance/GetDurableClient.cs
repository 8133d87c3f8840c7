using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.DurableTask.Client;

namespace Functions.Conformance;

/// <summary>GET client: how the worker's durable client reaches the host, so that the tests can use such a client of their own.</summary>
public sealed class GetDurableClient : IFunctionsWorkerMiddleware
{
    /// <summary>Is there for its bindings: the middleware answers.</summary>
    [Function(nameof(GetDurableClient))]
    public static void Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "client")] HttpRequest request, [DurableClient] DurableTaskClient client)
    {
    }

    /// <summary>Answers 200 with what the host bound, which a function does not see: it gets the client that is made of it.</summary>
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        var binding = context.FunctionDefinition.InputBindings.Values.Single(candidate => candidate.Type == "durableClient");
        var bound = await context.BindInputAsync<string>(binding);
        var response = context.GetHttpContext()!.Response;
        response.ContentType = "application/json";
        await response.WriteAsync(bound.Value!);
    }
}
