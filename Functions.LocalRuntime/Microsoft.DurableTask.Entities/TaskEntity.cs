using System.Reflection;
using System.Runtime.ExceptionServices;

namespace Microsoft.DurableTask.Entities;

/// <summary>An entity whose public methods are its operations, named ignoring case.</summary>
public abstract class TaskEntity<TState> : ITaskEntity
{
    /// <summary>Whether the state's public methods are operations too, where the entity has none of the name.</summary>
    protected virtual bool AllowStateDispatch => false;

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
        if (FindOperation(operation.Name) is not var (target, method))
        {
            return string.Equals(operation.Name, "delete", StringComparison.OrdinalIgnoreCase)
                ? Delete(operation)
                : throw new NotSupportedException($"No suitable method found for entity operation '{operation}'.");
        }

        var result = await UnwrapAsync(Invoke(target, method, operation), method.ReturnType);
        operation.State.SetState(State);
        return result;
    }

    /// <summary>The state of an entity that has none yet.</summary>
    protected virtual TState InitializeState(TaskEntityOperation entityOperation) =>
        Nullable.GetUnderlyingType(typeof(TState)) is { } value ? (TState)Activator.CreateInstance(value)! : Activator.CreateInstance<TState>();

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

    private (object Target, MethodInfo Method)? FindOperation(string name)
    {
        if (FindMethod(this, name) is { } own)
        {
            return (this, own);
        }

        if (!AllowStateDispatch)
        {
            return null;
        }

        object target = State ?? throw new InvalidOperationException($"Operation '{name}' is one of the state, and the state is null.");
        return FindMethod(target, name) is { } method ? (target, method) : null;
    }

    private static MethodInfo? FindMethod(object target, string name) =>
        target.GetType().GetMethod(name, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase);

    private static object? Invoke(object target, MethodInfo method, TaskEntityOperation operation)
    {
        var parameters = method.GetParameters();
        if (parameters.GroupBy(parameter => parameter.ParameterType == typeof(TaskEntityContext)).FirstOrDefault(kind => kind.Count() > 1) is { } twice)
        {
            throw new InvalidOperationException(
                $"Error dispatching '{operation}' to '{method}': at most one parameter can take the {(twice.Key ? "context" : "input")}, not {string.Join(" and ", twice.Select(parameter => parameter.Name))}.");
        }

        var arguments = parameters.Select(parameter => Bind(parameter, operation)).ToArray();
        try
        {
            return method.Invoke(target, arguments);
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
            : throw new InvalidOperationException($"Error dispatching '{operation}': there was no value for parameter '{parameter.Name}'. The operation expected an input value, but no input was provided by the caller.");
    }
}
