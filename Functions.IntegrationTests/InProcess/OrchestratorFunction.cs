using Microsoft.DurableTask;

namespace Functions.IntegrationTests.InProcess;

/// <summary>A function as the SDK's orchestrator.</summary>
internal sealed class OrchestratorFunction(FunctionDescriptor function, FunctionInvoker invoker) : ITaskOrchestrator
{
    // The function reads its input itself, as whatever type it asks for.
    public Type InputType => typeof(System.Text.Json.JsonElement?);

    public Type OutputType => typeof(object);

    public Task<object?> RunAsync(TaskOrchestrationContext context, object? input) =>
        invoker.InvokeAsync(function, new FunctionOrchestrationContext(context, input));
}
