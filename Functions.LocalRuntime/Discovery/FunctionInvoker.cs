using System.Reflection;
using Functions.LocalRuntime.Triggers;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Functions.LocalRuntime.Discovery;

/// <inheritdoc/>
internal sealed class FunctionInvoker(IServiceProvider services, FunctionCatalog catalog, IEnumerable<FunctionMiddleware> middleware) : IFunctionInvoker
{
    private readonly Dictionary<FunctionDescriptor, FunctionMethod> _methods = catalog.Functions.ToDictionary(
        function => function, function => new FunctionMethod(function.Method, [.. function.Method.GetParameters().Select(parameter => BindingOf(function, parameter))]));

    private readonly FunctionExecutionDelegate _pipeline = middleware.Reverse().Aggregate<FunctionMiddleware, FunctionExecutionDelegate>(
        context => ((LocalFunctionContext)context).RunAsync(), (next, outer) => outer.Wrap(next));

    public async Task<object?> InvokeAsync(FunctionDescriptor function, object? triggerValue, IServiceProvider services, CancellationToken cancellationToken)
    {
        if (triggerValue is TaskEntityDispatcher dispatcher)
        {
            dispatcher.Services = services;
        }

        var context = new LocalFunctionContext(function.Name, _methods[function], triggerValue, services, cancellationToken);
        await _pipeline(context);
        return context.Result;
    }

    public async Task<object?> InvokeInScopeAsync(FunctionDescriptor function, object? triggerValue, CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        return await InvokeAsync(function, triggerValue, scope.ServiceProvider, cancellationToken);
    }

    private static Func<LocalFunctionContext, object?> BindingOf(FunctionDescriptor function, ParameterInfo parameter)
    {
        // Not by identity: reflection makes its objects anew when its cache was raced for or collected.
        if (parameter.Position == function.TriggerParameter.Position)
        {
            return context => context.TriggerValue;
        }

        if (parameter.ParameterType == typeof(FunctionContext))
        {
            return context => context;
        }

        if (parameter.ParameterType == typeof(CancellationToken))
        {
            return context => context.CancellationToken;
        }

        if (parameter.GetCustomAttribute<DurableClientAttribute>() is not null && parameter.ParameterType == typeof(DurableTaskClient))
        {
            return context => context.InstanceServices.GetRequiredService<DurableTaskClient>();
        }

        if (function.Trigger is HttpTriggerAttribute && parameter.GetCustomAttribute<FromBodyAttribute>() is not null)
        {
            return context => HttpValues.BodyOf(context.HttpContext!);
        }

        if (function.Trigger is HttpTriggerAttribute && HttpValues.CanBind(parameter.ParameterType))
        {
            return context => HttpValues.Read(context.HttpContext!, parameter);
        }

        throw new InvalidOperationException($"Function '{function.Name}': parameter '{parameter.Name}' of type {parameter.ParameterType} cannot be bound.");
    }
}
