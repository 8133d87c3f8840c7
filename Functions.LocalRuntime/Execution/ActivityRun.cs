using Functions.LocalRuntime.Discovery;
using Functions.LocalRuntime.History;
using Functions.LocalRuntime.Storage;
using Microsoft.DurableTask;

namespace Functions.LocalRuntime.Execution;

/// <summary>One run of an activity.</summary>
internal sealed class ActivityRun(IFunctionInvoker invoker, DataConverter converter)
{
    /// <summary>Runs the activity to its result or failure.</summary>
    /// <exception cref="OperationCanceledException">The host stops; the activity runs again when it starts.</exception>
    public async Task<HistoryEvent> RunAsync(FunctionDescriptor? function, ActivityWork work, CancellationToken stopping)
    {
        if (function is null)
        {
            return new TaskFailed(work.Task.TaskId, new TaskFailureDetails("ActivityTaskNotFound", $"There is no activity function '{work.Name}'.", null, null, null));
        }

        try
        {
            var input = converter.Deserialize(work.Input, function.TriggerParameter.ParameterType);
            return new TaskCompleted(work.Task.TaskId, converter.Serialize(await invoker.InvokeAsync(function, input, stopping)));
        }
        catch (Exception exception) when (!stopping.IsCancellationRequested)
        {
            return new TaskFailed(work.Task.TaskId, TaskFailureDetails.FromException(exception));
        }
    }
}
