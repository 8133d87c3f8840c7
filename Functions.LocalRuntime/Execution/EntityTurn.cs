using Functions.LocalRuntime.Discovery;
using Functions.LocalRuntime.History;
using Functions.LocalRuntime.Storage;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;
using Microsoft.Extensions.Logging;

namespace Functions.LocalRuntime.Execution;

/// <summary>One turn of an entity: runs the operations that came in, each a transaction of state and effects.</summary>
internal sealed partial class EntityTurn(IFunctionInvoker invoker, DataConverter converter, Sequences sequences, TimeSpan? timeout, ILogger<EntityTurn> logger)
{
    /// <param name="function">The entity function; null when there is none of the entity's name.</param>
    /// <param name="id">The entity.</param>
    /// <param name="state">Its state; null when it has none.</param>
    /// <param name="messages">The operations, in order.</param>
    /// <param name="now">UTC.</param>
    /// <param name="stopping">Cancelled when the host stops.</param>
    /// <returns>What is stored; null when the host stopped it: the operations run again at the next start.</returns>
    public async Task<TurnCommit?> RunAsync(FunctionDescriptor? function, EntityInstanceId id, string? state, IReadOnlyList<Message> messages, DateTime now, CancellationToken stopping)
    {
        var batch = new EntityBatch(id, state, [.. messages.Select(message => (EntityRequest)message.Event)], converter, sequences, now);
        if (function is null)
        {
            batch.FailRest(new TaskFailureDetails("EntityFunctionNotFound", $"There is no entity function '{id.Name}'.", null, null, null));
        }
        else
        {
            using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(stopping);
            try
            {
                await FunctionTimeout.RunAsync(function.Name, timeout, cancellation, () => invoker.InvokeInScopeAsync(function, new TaskEntityDispatcher(batch), cancellation.Token));
                batch.FailRest(TaskFailureDetails.FromException(new InvalidOperationException($"Entity function '{id.Name}' did not dispatch its operations.")));
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return null;
            }
            catch (Exception exception)
            {
                batch.FailRest(TaskFailureDetails.FromException(exception));
            }
        }

        foreach (var (request, failure) in batch.Failures)
        {
            LogFailed(id.ToString(), request.Operation, failure.ErrorType, failure.ErrorMessage);
        }

        return new TurnCommit
        {
            Consumed = messages,
            Entity = (id.ToString(), batch.State),
            Outbox = batch.Outbox,
            NewInstances = batch.NewInstances,
            At = now,
        };
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Operation {Operation} of entity {Entity} failed and changed nothing: {ErrorType}: {ErrorMessage}")]
    private partial void LogFailed(string entity, string operation, string errorType, string errorMessage);
}
