using Functions.LocalRuntime.Discovery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Functions.LocalRuntime.Triggers;

/// <summary>Maps HTTP functions to endpoints.</summary>
internal sealed partial class HttpTriggers(
    FunctionCatalog catalog, IFunctionInvoker invoker, LocalRuntimeOptions options, IHostApplicationLifetime lifetime, ILogger<HttpTriggers> logger)
{
    public void Map(WebApplication app)
    {
        foreach (var function in catalog.TriggeredBy<HttpTriggerAttribute>())
        {
            var trigger = (HttpTriggerAttribute)function.Trigger;
            var pattern = PatternOf(function);
            RequestDelegate handler = context => HandleAsync(function, context);
            _ = trigger.Methods is { Length: > 0 } methods ? app.MapMethods(pattern, methods, handler) : app.Map(pattern, handler);
        }

        lifetime.ApplicationStarted.Register(() => ListFunctions(app));
    }

    private string PatternOf(FunctionDescriptor function)
    {
        var route = ((HttpTriggerAttribute)function.Trigger).Route;
        return $"/{options.RoutePrefix.Trim('/')}/{(string.IsNullOrEmpty(route) ? function.Name : route)}".Replace("//", "/", StringComparison.Ordinal);
    }

    private async Task HandleAsync(FunctionDescriptor function, HttpContext context)
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        if (options.FunctionTimeout is { } timeout)
        {
            cancellation.CancelAfter(timeout);
        }

        try
        {
            await HttpValues.ReadBodyAsync(context, function.Method, cancellation.Token);
            await WriteAsync(context, await invoker.InvokeInScopeAsync(function, context.Request, cancellation.Token));
        }
        catch (BadHttpRequestException exception)
        {
            await Results.Problem(exception.Message, statusCode: exception.StatusCode, title: "The request is not valid.").ExecuteAsync(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is left to answer.
        }
        catch (Exception exception)
        {
            LogFailed(function.Name, context.TraceIdentifier, exception);
            if (!context.Response.HasStarted)
            {
                await Results.Problem($"Function {function.Name} failed; the log has the reason under {context.TraceIdentifier}.", statusCode: StatusCodes.Status500InternalServerError).ExecuteAsync(context);
            }
        }
    }

    private static Task WriteAsync(HttpContext context, object? result) => result switch
    {
        null => Task.CompletedTask,
        IResult value => value.ExecuteAsync(context),
        IActionResult value => value.ExecuteResultAsync(new ActionContext(context, context.GetRouteData(), new ActionDescriptor())),
        string text => context.Response.WriteAsync(text),
        _ => context.Response.WriteAsJsonAsync(result, result.GetType()),
    };

    private void ListFunctions(WebApplication app)
    {
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault();
        foreach (var function in catalog.TriggeredBy<HttpTriggerAttribute>())
        {
            LogFunction(function.Name, string.Join(",", ((HttpTriggerAttribute)function.Trigger).Methods ?? []).ToUpperInvariant(), $"{address}{PatternOf(function)}");
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Function}: [{Methods}] {Url}")]
    private partial void LogFunction(string function, string methods, string url);

    [LoggerMessage(Level = LogLevel.Error, Message = "Function {Function} failed for request {RequestId}")]
    private partial void LogFailed(string function, string requestId, Exception exception);
}
