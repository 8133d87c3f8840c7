using System.Reflection;
using System.Runtime.ExceptionServices;

namespace Microsoft.DurableTask.Entities;

/// <summary>An entity whose public methods are its operations, named ignoring case.</summary>
public abstract class TaskEntity<TState> : ITaskEntity
{
    /// <summary>The state; written back after each operation that succeeds. Null deletes the entity.</summary>
    protected TState State { get; set; } = default!;

    /// <summary>What the running operation may do.</summary>
    protected TaskEntityContext Context { get; private set; } = default!;

    /// <inheritdoc/>
    public async ValueTask<object?> RunAsync(TaskEntityOperation operation)
    {
        Context = operation.Context;
        var state = operation.State.GetState(typeof(TState));
        State = state is null ? InitializeState(operation) : (TState)state;
        if (FindMethod(operation.Name) is not { } method)
        {
            return string.Equals(operation.Name, "delete", StringComparison.OrdinalIgnoreCase)
                ? Delete(operation)
                : throw new NotSupportedException($"No suitable method found for entity operation '{operation}'.");
        }

        var result = await UnwrapAsync(Invoke(method, operation), method.ReturnType);
        operation.State.SetState(State);
        return result;
    }

    /// <summary>The state of an entity that has none yet.</summary>
    protected virtual TState InitializeState(TaskEntityOperation entityOperation) => Activator.CreateInstance<TState>();

    private static object? Delete(TaskEntityOperation operation)
    {
        operation.State.SetState(null);
        return null;
    }

    private static async ValueTask<object?> UnwrapAsync(object? returned, Type type)
    {
        if (returned is not Task task)
        {
            if (!type.IsGenericType || type.GetGenericTypeDefinition() != typeof(ValueTask<>))
            {
                if (returned is ValueTask valueTask)
                {
                    await valueTask;
                    return null;
                }

                return returned;
            }

            task = (Task)type.GetMethod(nameof(ValueTask<int>.AsTask))!.Invoke(returned, null)!;
        }

        await task;
        return type.IsGenericType ? task.GetType().GetProperty(nameof(Task<int>.Result))!.GetValue(task) : null;
    }

    private MethodInfo? FindMethod(string name) =>
        GetType().GetMethod(name, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase);

    private object? Invoke(MethodInfo method, TaskEntityOperation operation)
    {
        var arguments = method.GetParameters().Select(parameter => Bind(parameter, operation)).ToArray();
        try
        {
            return method.Invoke(this, arguments);
        }
        catch (TargetInvocationException exception)
        {
            ExceptionDispatchInfo.Throw(exception.InnerException!);
            throw;
        }
    }

    private static object? Bind(ParameterInfo parameter, TaskEntityOperation operation)
    {
        if (parameter.ParameterType == typeof(TaskEntityContext))
        {
            return operation.Context;
        }

        if (operation.HasInput)
        {
            return operation.GetInput(parameter.ParameterType);
        }

        return parameter.HasDefaultValue
            ? parameter.DefaultValue
            : throw new InvalidOperationException($"Error dispatching '{operation}'. The operation expected an input value, but no input was provided by the caller.");
    }
}
