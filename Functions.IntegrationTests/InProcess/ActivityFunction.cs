using Microsoft.DurableTask;

namespace Functions.IntegrationTests.InProcess;

/// <summary>A function as the SDK's activity.</summary>
internal sealed class ActivityFunction(FunctionDescriptor function, FunctionInvoker invoker) : ITaskActivity
{
    public Type InputType => function.TriggerParameter.ParameterType;

    public Type OutputType => typeof(object);

    public Task<object?> RunAsync(TaskActivityContext context, object? input) => invoker.InvokeAsync(function, input);
}
