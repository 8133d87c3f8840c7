#pragma warning disable CS0618 // Function filters are "in preview" since 2017.
namespace Functions.LocalHost.Functions;

/// <summary>What becomes of functions that fail: one line, and an end of those that do not heed functionTimeout.</summary>
internal sealed class Failures(WorkerSupervisor supervisor, TimeProvider clock, ILoggerFactory loggers)
    : IFunctionExceptionFilter, IWebJobsExceptionHandler
{
    private readonly ILogger _logger = loggers.CreateLogger("LocalHost");

    /// <summary>Tells the failures that the worker does not log itself, such as time-outs.</summary>
    public Task OnExceptionAsync(FunctionExceptionContext exceptionContext, CancellationToken cancellationToken)
    {
        var exception = exceptionContext.Exception;
        var cause = exception is FunctionTimeoutException ? exception : exception.InnerException ?? exception;
        if (cause is not (RpcException or OrchestrationFailureException or WorkerProcessExitException or OperationCanceledException
            or HttpRequestException) && cause.GetBaseException().GetType().Name != "EntityFailureException")
        {
            _logger.LogError("Function '{Function}' failed: {Cause}", exceptionContext.FunctionName, cause.Message);
        }

        return Task.CompletedTask;
    }

    /// <summary>The function was told that its time is up; when it goes on all the same, the worker is started anew.</summary>
    public Task OnTimeoutExceptionAsync(ExceptionDispatchInfo exceptionInfo, TimeSpan timeoutGracePeriod)
    {
        // Not awaited: the invocation has failed already, and who waits for it need not wait longer.
        _ = EndAsync((FunctionTimeoutException)exceptionInfo.SourceException, timeoutGracePeriod);
        return Task.CompletedTask;
    }

    public Task OnUnhandledExceptionAsync(ExceptionDispatchInfo exceptionInfo)
    {
        _logger.LogCritical(exceptionInfo.SourceException, "A failure outside of any function");
        return Task.CompletedTask;
    }

    private async Task EndAsync(FunctionTimeoutException timeout, TimeSpan grace)
    {
        await timeout.Task.WaitAsync(grace, clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!timeout.Task.IsCompleted)
        {
            _logger.LogError("Function '{Function}' went on after functionTimeout: the worker is started anew", timeout.MethodName);
            supervisor.Kill();
        }
    }
}
