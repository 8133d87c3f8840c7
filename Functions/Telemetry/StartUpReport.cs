using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;

namespace Functions.Telemetry;

/// <summary>Logs how the app is set up at its first invocation: a Functions host drops what a worker logs outside of one.</summary>
internal sealed partial class StartUpReport(IEnumerable<StartUpFact> facts, ILogger<StartUpReport> logger) : IFunctionsWorkerMiddleware
{
    private int _invocations;

    /// <inheritdoc/>
    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (Interlocked.Exchange(ref _invocations, 1) == 0)
        {
            foreach (var fact in facts)
            {
                LogFact(fact.Describe());
            }
        }

        return next(context);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Fact}")]
    private partial void LogFact(string fact);
}
