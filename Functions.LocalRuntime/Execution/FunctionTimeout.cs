namespace Functions.LocalRuntime.Execution;

/// <summary>functionTimeout of host.json.</summary>
internal static class FunctionTimeout
{
    /// <summary>Runs a function for as long as it may.</summary>
    /// <param name="name">The function.</param>
    /// <param name="timeout">How long; null for ever.</param>
    /// <param name="cancellation">Cancelled when the time is over, so that the function can end.</param>
    /// <param name="run">Calls the function.</param>
    /// <exception cref="TimeoutException">The time is over; the function may still run.</exception>
    public static async Task<object?> RunAsync(string name, TimeSpan? timeout, CancellationTokenSource cancellation, Func<Task<object?>> run)
    {
        var running = run();
        if (timeout is not { } limit || running.IsCompleted)
        {
            return await running;
        }

        try
        {
            return await running.WaitAsync(limit);
        }
        catch (TimeoutException) when (!running.IsCompleted)
        {
            await cancellation.CancelAsync();
            throw new TimeoutException($"Timeout value of {limit} was exceeded by function: {name}");
        }
    }
}
