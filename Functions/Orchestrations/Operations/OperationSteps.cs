using Functions.Entities;
using Microsoft.DurableTask;
using Stores.Core;
using Stores.Lifecycle;

namespace Functions.Orchestrations.Operations;

/// <summary>
/// Runs the steps of one operation: reports each to the store, retries it durably, and knows when the operation was cancelled.
/// </summary>
internal sealed class OperationSteps
{
    /// <summary>The event that cancels an operation; its payload is the instance id of what wants it.</summary>
    public const string CancelEvent = "Cancel";

    private readonly TaskOrchestrationContext _context;
    private readonly OperationInput _operation;

    public OperationSteps(TaskOrchestrationContext context, OperationInput operation)
    {
        _context = context;
        _operation = operation;
        Cancelled = context.WaitForExternalEvent<string>(CancelEvent);
    }

    /// <summary>Completes when the operation was cancelled.</summary>
    public Task Cancelled { get; }

    /// <summary>The step reported last.</summary>
    public string Current { get; private set; } = "";

    /// <summary>The operation's time (UTC).</summary>
    public DateTime Now => _context.CurrentUtcDateTime;

    /// <summary>Waits on a durable timer.</summary>
    public Task WaitAsync(TimeSpan delay) => _context.CreateTimer(delay, CancellationToken.None);

    /// <summary>Runs an activity that is no step of its own, whatever was cancelled.</summary>
    /// <exception cref="StepFailedException">It failed for good.</exception>
    public Task<T> AskAsync<T>(string activity, object input, RetrySettings retries) =>
        CallAsync<T>(activity, input, retries, cancelled: null);

    /// <summary>Reports a step to the store; reports arrive in order.</summary>
    public async Task ReportAsync(string step, string message)
    {
        Current = step;
        await _context.Entities.SignalEntityAsync(
            StoreEntity.IdOf(_operation.Store.Name), nameof(StoreEntity.Report),
            new StepReport(_operation.Id, step, message, _context.CurrentUtcDateTime));
    }

    /// <summary>Runs an activity as a step that a cancellation stops: before it begins, or between its tries.</summary>
    /// <exception cref="StepFailedException">It failed for good.</exception>
    /// <exception cref="OperationCancelledException">The operation was cancelled.</exception>
    public Task<T> RunAsync<T>(string activity, object input, RetrySettings retries, string message) =>
        UnlessCancelledAsync(activity, message, () => CallAsync<T>(activity, input, retries, Cancelled));

    /// <inheritdoc cref="RunAsync{T}"/>
    public Task RunAsync(string activity, object input, RetrySettings retries, string message) =>
        RunAsync<object?>(activity, input, retries, message);

    /// <summary>
    /// Runs an activity that looks, as a step that lasts until what it looks for is there; a cancellation stops it between two looks.
    /// </summary>
    /// <param name="activity">Its name.</param>
    /// <param name="input">Of the first look.</param>
    /// <param name="retries">How many looks, and how far apart.</param>
    /// <param name="message">One sentence on the step.</param>
    /// <param name="next">Makes the next look's input out of what the last one saw; null for the same each time.</param>
    /// <exception cref="StepFailedException">It will not come, did not come in time, or could not be looked at.</exception>
    /// <exception cref="OperationCancelledException">The operation was cancelled.</exception>
    public Task<T> AwaitAsync<T>(string activity, object input, RetrySettings retries, string message, Func<Look, object>? next = null) =>
        UnlessCancelledAsync(activity, message, () => LookAsync<T>(activity, input, retries, Cancelled, next));

    /// <inheritdoc cref="AwaitAsync{T}"/>
    public Task AwaitAsync(string activity, object input, RetrySettings retries, string message, Func<Look, object>? next = null) =>
        AwaitAsync<object?>(activity, input, retries, message, next);

    /// <summary>Runs an activity as a step whatever was cancelled: undoing must come to its end.</summary>
    /// <exception cref="StepFailedException">It failed for good.</exception>
    public async Task<T> RunToEndAsync<T>(string activity, object input, RetrySettings retries, string message)
    {
        await ReportAsync(activity, message);
        return await CallAsync<T>(activity, input, retries, cancelled: null);
    }

    /// <inheritdoc cref="RunToEndAsync{T}"/>
    public Task RunToEndAsync(string activity, object input, RetrySettings retries, string message) =>
        RunToEndAsync<object?>(activity, input, retries, message);

    /// <summary>Runs an activity that looks, as a step that lasts until what it looks for is there, whatever was cancelled.</summary>
    /// <exception cref="StepFailedException">It will not come, did not come in time, or could not be looked at.</exception>
    public async Task<T> AwaitToEndAsync<T>(string activity, object input, RetrySettings retries, string message)
    {
        await ReportAsync(activity, message);
        return await LookAsync<T>(activity, input, retries, cancelled: null);
    }

    /// <summary>Ends the operation when it was cancelled.</summary>
    /// <exception cref="OperationCancelledException">It was.</exception>
    public void ThrowIfCancelled()
    {
        if (Cancelled.IsCompleted)
        {
            throw new OperationCancelledException();
        }
    }

    /// <summary>What an exception that ended the operation means.</summary>
    public StoreFailure Explain(Exception exception) => exception switch
    {
        StepFailedException failed => failed.Failure,
        OperationCancelledException => new StoreFailure(Reasons.Cancelled, $"It was stopped on request at {Current}."),
        _ => new StoreFailure(Reasons.Unexpected, exception.Message),
    };

    private async Task<T> UnlessCancelledAsync<T>(string step, string message, Func<Task<T>> run)
    {
        ThrowIfCancelled();
        await ReportAsync(step, message);
        try
        {
            return await run();
        }
        catch (StepFailedException) when (Cancelled.IsCompleted)
        {
            throw new OperationCancelledException();
        }
    }

    private async Task<T> CallAsync<T>(string activity, object input, RetrySettings retries, Task? cancelled)
    {
        try
        {
            return await new ActivityTries(_context, retries, cancelled).CallAsync<T>(activity, input);
        }
        catch (TaskFailedException failed)
        {
            throw new StepFailedException(activity, ActivityFailure.Of(failed));
        }
    }

    private async Task<T> LookAsync<T>(
        string activity, object input, RetrySettings retries, Task? cancelled, Func<Look, object>? next = null)
    {
        try
        {
            var look = await new ActivityTries(_context, retries, cancelled).AwaitAsync<T>(activity, input, next);
            return look.State == LookState.Done ? look.Value! : throw new StepFailedException(activity, look.Reason!);
        }
        catch (TaskFailedException failed)
        {
            throw new StepFailedException(activity, ActivityFailure.Of(failed));
        }
    }
}
