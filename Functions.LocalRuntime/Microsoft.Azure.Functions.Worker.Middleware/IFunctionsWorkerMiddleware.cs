namespace Microsoft.Azure.Functions.Worker.Middleware;

/// <summary>Runs around each invocation. Around an orchestrator it is part of the orchestrator: it may await nothing but <c>next</c>.</summary>
public interface IFunctionsWorkerMiddleware
{
    /// <summary>Runs before and after the rest of the pipeline.</summary>
    Task Invoke(FunctionContext context, FunctionExecutionDelegate next);
}
