using Functions.LocalRuntime.Execution;
using Microsoft.DurableTask.Entities;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Runs an entity function's operations.</summary>
public sealed class TaskEntityDispatcher
{
    private readonly EntityBatch _batch;

    internal TaskEntityDispatcher(EntityBatch batch) => _batch = batch;

    /// <summary>The invocation's services; the invoker sets them.</summary>
    internal IServiceProvider? Services { get; set; }

    /// <summary>Runs them on an entity.</summary>
    public Task DispatchAsync(ITaskEntity entity) => _batch.RunAsync(entity);

    /// <summary>Runs them on an entity made from the services, or, when <typeparamref name="T"/> is no entity, on the methods of a state of that type.</summary>
    public Task DispatchAsync<T>() => DispatchAsync(typeof(ITaskEntity).IsAssignableFrom(typeof(T))
        ? (ITaskEntity)ActivatorUtilities.GetServiceOrCreateInstance(Services!, typeof(T))
        : new StateEntity<T>());

    private sealed class StateEntity<TState> : TaskEntity<TState>
    {
        protected override bool AllowStateDispatch => true;
    }
}
