using Microsoft.AspNetCore.Mvc;

namespace Functions.LocalHost.Http;

/// <summary>Answers requests by running HTTP functions, and those on the host's own routes.</summary>
internal sealed class HttpFunctions(WorkerSupervisor supervisor, TimeProvider clock)
{
    private readonly long _started = clock.GetTimestamp();
    private IJobHost? _jobHost;

    public DurableWebhooks Webhooks { get; } = new();
    private bool IsOpen => _jobHost is not null && supervisor.Current is not null;

    public void Open(IJobHost jobHost) => _jobHost = jobHost;

    public async Task AnswerAsync(HttpContext context, FunctionInfo function)
    {
        var call = new HttpCall(context);
        try
        {
            var arguments = new Dictionary<string, object> { [FunctionMethods.Trigger] = call };
            await (IsOpen ? _jobHost!.CallAsync(function.Name, arguments, context.RequestAborted)
                : Problem.WriteUnavailableAsync(context, "The app's worker is being started: try again in a second."));
        }
        catch (Exception exception)
        {
            // Out of time, the function has failed while its answer may still be coming.
            await call.Forwarding.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await AnswerFailureAsync(context, function, exception);
        }
    }

    /// <summary>Maps the host's own routes, for tools on this machine alone: others are told that there is nothing.</summary>
    public void MapOwn(WebApplication application, string urls)
    {
        application.MapGet("/admin/host/status", ForTools(urls, WriteStatusAsync));
        application.Map(DurableWebhooks.Path + "/{**rest}", ForTools(urls, context => _jobHost is null
            ? Problem.WriteUnavailableAsync(context, "The Durable extension is being started: try again in a second.")
            : Webhooks.AnswerAsync(context)));
    }

    // By where the host listens, since behind a forwarder every caller is on loopback; and not for a browser's pages, whatever their site.
    internal static RequestDelegate ForTools(string urls, RequestDelegate handler) => context => (context.Request.Headers.Origin.Count == 0
        && urls.Split(';', StringSplitOptions.RemoveEmptyEntries).Append($"http://{context.Request.Host}")
            .All(url => Uri.TryCreate(url, UriKind.Absolute, out var address) && address.IsLoopback)
        ? handler : Problem.WriteNotFoundAsync)(context);

    private static Task AnswerFailureAsync(HttpContext context, FunctionInfo function, Exception exception)
    {
        if (context.RequestAborted.IsCancellationRequested || context.Response.HasStarted)
        {
            // An incomplete answer must not look complete.
            context.Abort();
            return Task.CompletedTask;
        }

        return exception.GetBaseException() is BadHttpRequestException refused
            ? Problem.WriteAsync(context, refused.StatusCode, "Request refused", refused.Message)
            : exception.InnerException is WorkerProcessExitException or HttpRequestException
            ? Problem.WriteUnavailableAsync(context, $"The worker ended while function '{function.Name}' ran, which may have had effects.")
            : Problem.WriteAsync(context, StatusCodes.Status500InternalServerError, "Function failed", exception is FunctionTimeoutException
                ? $"Function '{function.Name}' did not end within functionTimeout."
                : $"Function '{function.Name}' failed; the host's log says why.");
    }

    // Names as on the real host; the worker's process is ours.
    private Task WriteStatusAsync(HttpContext context) => context.Response.WriteAsJsonAsync(new
    {
        id = Environment.MachineName,
        state = IsOpen ? "Running" : "Starting",
        version = LoadedWorker.HostVersion,
        processUptime = (long)clock.GetElapsedTime(_started).TotalMilliseconds,
        processId = Environment.ProcessId,
        workerProcessId = supervisor.ProcessId,
    });
}

/// <summary>One request for an HTTP function; Forwarding ends when nobody touches the answer any more.</summary>
internal sealed record HttpCall(HttpContext Context)
{
    public Task Forwarding { get; set; } = Task.CompletedTask;
}

/// <summary>Answers of the host itself, as problem details (RFC 9457).</summary>
internal static class Problem
{
    public static Task WriteAsync(HttpContext context, int status, string title, string detail)
    {
        context.Response.Clear();
        context.Response.StatusCode = status;
        context.Response.Headers.RetryAfter = status == StatusCodes.Status503ServiceUnavailable ? "1" : default;
        var problem = new ProblemDetails { Status = status, Title = title, Detail = detail };
        return context.Response.WriteAsJsonAsync(problem, options: null, "application/problem+json", context.RequestAborted);
    }

    public static Task WriteUnavailableAsync(HttpContext context, string detail) =>
        WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "Service unavailable", detail);

    public static Task WriteNotFoundAsync(HttpContext context) => WriteAsync(
        context, StatusCodes.Status404NotFound, "Not found", $"No function answers {context.Request.Method} {context.Request.Path}.");
}
