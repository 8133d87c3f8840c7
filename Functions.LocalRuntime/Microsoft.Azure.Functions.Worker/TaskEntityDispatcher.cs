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

    /// <summary>Runs them on an entity made from the services.</summary>
    public Task DispatchAsync<T>() => _batch.RunAsync((ITaskEntity)ActivatorUtilities.GetServiceOrCreateInstance(Services!, typeof(T)));
}
