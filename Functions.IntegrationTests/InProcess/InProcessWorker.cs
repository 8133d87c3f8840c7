using DurableTask.Core;
using DurableTask.Core.Entities;
using DurableTask.Core.Entities.OperationFormat;
using DurableTask.Core.History;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;
using Microsoft.DurableTask.Worker;
using Microsoft.DurableTask.Worker.Shims;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Functions.IntegrationTests.InProcess;

/// <summary>
/// Runs functions on the real SDK and the real DurableTask.Core within this process, without host, protocol and processes between them:
/// what the proofs need that begin and end thousands of lives.
/// </summary>
internal sealed class InProcessWorker : IAsyncDisposable
{
    private readonly IServiceProvider _services;
    private readonly FunctionCatalog _catalog;
    private readonly FunctionInvoker _invoker;
    private readonly TaskHubWorker _worker;
    private readonly DurableTaskShimFactory _shims;
    private readonly TaskOrchestrationEntityParameters _entityParameters;

    public InProcessWorker(
        IServiceProvider services, FunctionCatalog catalog, FunctionInvoker invoker, IDurableService service, TimeProvider clock)
    {
        (_services, _catalog, _invoker) = (services, catalog, invoker);
        var loggers = services.GetRequiredService<ILoggerFactory>();
        _shims = new DurableTaskShimFactory(new DurableTaskWorkerOptions { EnableEntitySupport = true }, loggers);
        _entityParameters = TaskOrchestrationEntityParameters.FromEntityBackendProperties(service.EntityBackendProperties!)!;
        _worker = new TaskHubWorker(
            service, new Objects<TaskOrchestration>(), new Objects<TaskActivity>(FindActivity), new Objects<TaskEntity>(), loggers)
        {
            ErrorPropagationMode = ErrorPropagationMode.UseFailureDetails,
        };
        _worker.AddOrchestrationDispatcherMiddleware((context, _) =>
        {
            context.SetProperty(Run(context.GetProperty<OrchestrationRuntimeState>(), clock));
            return Task.CompletedTask;
        });
        _worker.AddEntityDispatcherMiddleware(
            async (context, _) => context.SetProperty(await RunAsync(context.GetProperty<EntityBatchRequest>())));
    }

    public Task StartAsync() => _worker.StartAsync();

    /// <summary>Ends the worker.</summary>
    /// <param name="isForced">Whether nothing that runs may come to its end.</param>
    public Task StopAsync(bool isForced) => _worker.StopAsync(isForced);

    public ValueTask DisposeAsync()
    {
        _worker.Dispose();
        return ValueTask.CompletedTask;
    }

    private OrchestratorExecutionResult Run(OrchestrationRuntimeState state, TimeProvider clock)
    {
        // Core stamps a turn with the system's clock; orchestrators are to go by the one of the test.
        foreach (var started in state.NewEvents.OfType<OrchestratorStartedEvent>())
        {
            started.Timestamp = clock.GetUtcNow().UtcDateTime;
        }

        if (_catalog.Find<OrchestrationTriggerAttribute>(state.Name) is not { } function)
        {
            return OrchestratorExecutionResult.ForFailure($"There is no orchestrator '{state.Name}'.", details: "");
        }

        var parent = state.ParentInstance is { } caller
            ? new ParentOrchestrationInstance(caller.Name, caller.OrchestrationInstance.InstanceId)
            : null;
        var shim = _shims.CreateOrchestration(function.Name, new OrchestratorFunction(function, _invoker), parent);
        return new TaskOrchestrationExecutor(
            state, shim, BehaviorOnContinueAsNew.Carryover, _entityParameters, ErrorPropagationMode.UseFailureDetails).Execute();
    }

    private async Task<EntityBatchResult> RunAsync(EntityBatchRequest request)
    {
        var id = EntityInstanceId.FromString(request.InstanceId!);
        if (_catalog.Find<EntityTriggerAttribute>(id.Name) is not { } function)
        {
            var failure = new FailureDetails("EntityTaskNotFound", $"There is no entity '{id.Name}'.", null, null, isNonRetriable: true);
            return new EntityBatchResult
            {
                Actions = [],
                EntityState = request.EntityState,
                Results = [.. request.Operations!.Select(_ => new OperationResult { FailureDetails = failure })],
            };
        }

        await using var scope = _services.CreateAsyncScope();
        var entity = (ITaskEntity)ActivatorUtilities.CreateInstance(scope.ServiceProvider, function.Method.DeclaringType!);
        return await _shims.CreateEntity(function.Name, entity, new EntityId(id.Name, id.Key)).ExecuteOperationBatchAsync(request);
    }

    // One that is missing fails, as on the host; Core by itself would try it again for ever and hold up the others.
    private TaskActivity FindActivity(string name) => _catalog.Find<ActivityTriggerAttribute>(name) is { } function
        ? _shims.CreateActivity(function.Name, new ActivityFunction(function, _invoker))
        : _shims.CreateActivity<object?, object?>(name, (_, _) => throw new InvalidOperationException($"There is no activity '{name}'."));

    private sealed class Objects<T>(Func<string, T?>? find = null) : INameVersionObjectManager<T> where T : class
    {
        public void Add(ObjectCreator<T> creator) => throw new NotSupportedException();

        public T? GetObject(string name, string? version) => find?.Invoke(name);
    }
}
