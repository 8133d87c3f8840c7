using Functions.LocalRuntime.Discovery;
using Functions.LocalRuntime.History;
using Functions.LocalRuntime.Storage;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace Functions.LocalRuntime.Execution;

/// <summary>One run of an activity.</summary>
internal sealed partial class ActivityRun(IFunctionInvoker invoker, DataConverter converter, TimeSpan? timeout, ILogger logger)
{
    /// <summary>Runs the activity to its result or failure.</summary>
    /// <returns>What its orchestration is told; null when the host stopped it: it runs again at the next start.</returns>
    public async Task<HistoryEvent?> RunAsync(FunctionDescriptor? function, ActivityWork work, CancellationToken stopping)
    {
        if (function is null)
        {
            // The real host leaves the orchestration to guess.
            LogUnknown(work.Task.InstanceId, work.Name);
            return new TaskFailed(work.Task.TaskId, new TaskFailureDetails("(unknown)", "(unknown)", null, null, null));
        }

        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        try
        {
            var input = converter.Deserialize(work.Input, function.TriggerParameter.ParameterType);
            var result = await FunctionTimeout.RunAsync(function.Name, timeout, cancellation, () => invoker.InvokeInScopeAsync(function, input, cancellation.Token));
            return new TaskCompleted(work.Task.TaskId, converter.Serialize(result));
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            LogInterrupted(work.Task.InstanceId, work.Name);
            return null;
        }
        catch (Exception exception)
        {
            return new TaskFailed(work.Task.TaskId, TaskFailureDetails.FromException(exception));
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Orchestration {InstanceId} called activity {Activity}, and there is no such activity function")]
    private partial void LogUnknown(string instanceId, string activity);

    [LoggerMessage(Level = LogLevel.Information, Message = "Activity {Activity} of {InstanceId} was interrupted by the stop; it runs again at the next start")]
    private partial void LogInterrupted(string instanceId, string activity);
}
