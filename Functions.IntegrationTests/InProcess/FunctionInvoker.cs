using System.Reflection;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Functions.IntegrationTests.InProcess;

/// <summary>Calls functions as the worker does, without its protocol: classes get their services, parameters are bound by type.</summary>
/// <param name="services">What functions are given.</param>
/// <param name="death">Once cancelled, nothing begins any more.</param>
internal class FunctionInvoker(IServiceProvider services, CancellationToken death)
{
    /// <summary>Calls a function with what triggered it.</summary>
    /// <returns>What the method returned, unwrapped from its task; null for one that returns nothing.</returns>
    /// <remarks>Completes synchronously, on the caller's context, when the function does: orchestrators run through it.</remarks>
    public virtual async Task<object?> InvokeAsync(FunctionDescriptor function, object? trigger)
    {
        death.ThrowIfCancellationRequested();
        await using var scope = services.CreateAsyncScope();
        var instance = function.Method.IsStatic
            ? null
            : ActivatorUtilities.CreateInstance(scope.ServiceProvider, function.Method.DeclaringType!);
        var arguments = function.Method.GetParameters()
            .Select(parameter => Bind(function, parameter, trigger, scope.ServiceProvider)).ToArray();
        var returned = function.Method.Invoke(instance, BindingFlags.DoNotWrapExceptions, null, arguments, null);
        if (returned is not Task task)
        {
            return returned;
        }

        await task;
        return function.Method.ReturnType.IsGenericType ? task.GetType().GetProperty(nameof(Task<int>.Result))!.GetValue(task) : null;
    }

    private object? Bind(FunctionDescriptor function, ParameterInfo parameter, object? trigger, IServiceProvider scope) => parameter switch
    {
        _ when parameter.Position == function.TriggerParameter.Position => trigger,
        { ParameterType: var type } when type == typeof(CancellationToken) => death,
        { ParameterType: var type } when type == typeof(DurableTaskClient) => scope.GetRequiredService<DurableTaskClient>(),
        _ when trigger is FunctionOrchestrationContext orchestration => orchestration.GetInput(parameter.ParameterType),
        _ when trigger is Microsoft.AspNetCore.Http.HttpRequest request => request.RouteValues[parameter.Name!],
        _ => throw new InvalidOperationException(
            $"Function {function.Name}: parameter {parameter.Name} of type {parameter.ParameterType} cannot be bound."),
    };
}
