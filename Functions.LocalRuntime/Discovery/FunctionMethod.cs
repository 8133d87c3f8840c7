using System.Reflection;
using System.Runtime.ExceptionServices;
using Microsoft.Extensions.DependencyInjection;

namespace Functions.LocalRuntime.Discovery;

/// <summary>A function's method, ready to be called often.</summary>
internal sealed class FunctionMethod
{
    private readonly Func<LocalFunctionContext, object?>[] _bindings;
    private readonly MethodInvoker _invoker;
    private readonly Lazy<ObjectFactory> _create;
    private readonly Type? _class;
    private readonly PropertyInfo? _result;
    private readonly MethodInfo? _asTask;

    /// <param name="method">The method.</param>
    /// <param name="bindings">What gives each parameter its value.</param>
    public FunctionMethod(MethodInfo method, Func<LocalFunctionContext, object?>[] bindings)
    {
        _bindings = bindings;
        _invoker = MethodInvoker.Create(method);
        _class = method.IsStatic ? null : method.DeclaringType;
        _create = new Lazy<ObjectFactory>(() => ActivatorUtilities.CreateFactory(_class!, []));
        var generic = method.ReturnType.IsGenericType ? method.ReturnType.GetGenericTypeDefinition() : null;
        _asTask = generic == typeof(ValueTask<>) ? method.ReturnType.GetMethod(nameof(ValueTask<int>.AsTask)) : null;
        _result = (generic == typeof(Task<>) ? method.ReturnType : _asTask?.ReturnType)?.GetProperty(nameof(Task<int>.Result));
    }

    public async Task<object?> InvokeAsync(LocalFunctionContext context)
    {
        var instance = _class is null ? null : context.InstanceServices.GetService(_class) ?? _create.Value(context.InstanceServices, null);
        var returned = Call(instance, Array.ConvertAll(_bindings, bind => bind(context)));
        switch (_asTask is null ? returned : _asTask.Invoke(returned, null))
        {
            case ValueTask task:
                await task;
                return null;
            case Task task:
                await task;
                return _result?.GetValue(task);
            default:
                return returned;
        }
    }

    private object? Call(object? instance, object?[] arguments)
    {
        try
        {
            return _invoker.Invoke(instance, arguments.AsSpan());
        }
        catch (TargetInvocationException exception)
        {
            ExceptionDispatchInfo.Throw(exception.InnerException!);
            throw;
        }
    }
}
