using System.Reflection;
using System.Runtime.ExceptionServices;
using Functions.LocalRuntime.Triggers;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Functions.LocalRuntime.Discovery;

/// <inheritdoc/>
internal sealed class FunctionInvoker(IServiceProvider services, FunctionCatalog catalog) : IFunctionInvoker
{
    private readonly Dictionary<FunctionDescriptor, Bind[]> _bindings = catalog.Functions.ToDictionary(
        function => function, function => function.Method.GetParameters().Select(parameter => BindingOf(function, parameter)).ToArray());

    private delegate object? Bind(LocalFunctionContext context, object? triggerValue);

    public async Task<object?> InvokeAsync(FunctionDescriptor function, object? triggerValue, CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        var context = new LocalFunctionContext(function, scope.ServiceProvider, (triggerValue as HttpRequest)?.HttpContext, cancellationToken);
        if (triggerValue is TaskEntityDispatcher dispatcher)
        {
            dispatcher.Services = scope.ServiceProvider;
        }

        var arguments = Array.ConvertAll(_bindings[function], bind => bind(context, triggerValue));
        var instance = function.Method.IsStatic ? null : ActivatorUtilities.GetServiceOrCreateInstance(scope.ServiceProvider, function.Method.DeclaringType!);
        return await UnwrapAsync(function.Method, Call(function.Method, instance, arguments));
    }

    private static object? Call(MethodInfo method, object? instance, object?[] arguments)
    {
        try
        {
            return method.Invoke(instance, arguments);
        }
        catch (TargetInvocationException exception)
        {
            ExceptionDispatchInfo.Throw(exception.InnerException!);
            throw;
        }
    }

    private static async Task<object?> UnwrapAsync(MethodInfo method, object? returned)
    {
        if (returned is ValueTask valueTask)
        {
            returned = valueTask.AsTask();
        }
        else if (method.ReturnType.IsGenericType && method.ReturnType.GetGenericTypeDefinition() == typeof(ValueTask<>))
        {
            returned = method.ReturnType.GetMethod(nameof(ValueTask<int>.AsTask))!.Invoke(returned, null);
        }

        if (returned is not Task task)
        {
            return returned;
        }

        await task;
        return method.ReturnType.IsGenericType ? task.GetType().GetProperty(nameof(Task<int>.Result))!.GetValue(task) : null;
    }

    private static Bind BindingOf(FunctionDescriptor function, ParameterInfo parameter)
    {
        if (parameter == function.TriggerParameter)
        {
            return (_, triggerValue) => triggerValue;
        }

        if (parameter.ParameterType == typeof(FunctionContext))
        {
            return (context, _) => context;
        }

        if (parameter.ParameterType == typeof(CancellationToken))
        {
            return (context, _) => context.CancellationToken;
        }

        if (parameter.GetCustomAttribute<DurableClientAttribute>() is not null && parameter.ParameterType == typeof(DurableTaskClient))
        {
            return (context, _) => context.InstanceServices.GetRequiredService<DurableTaskClient>();
        }

        if (function.Trigger is HttpTriggerAttribute && parameter.GetCustomAttribute<FromBodyAttribute>() is not null)
        {
            return (context, _) => HttpValues.BodyOf(context.HttpContext!);
        }

        if (function.Trigger is HttpTriggerAttribute && HttpValues.CanBind(parameter.ParameterType))
        {
            return (context, _) => HttpValues.Read(context.HttpContext!, parameter);
        }

        throw new InvalidOperationException($"Function '{function.Name}': parameter '{parameter.Name}' of type {parameter.ParameterType} cannot be bound.");
    }
}
