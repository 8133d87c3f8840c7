namespace Functions.LocalRuntime.Discovery;

/// <summary>Calls a function as the worker does: a FunctionContext, middleware, bound parameters.</summary>
internal interface IFunctionInvoker
{
    /// <summary>Calls <paramref name="function"/> and awaits it.</summary>
    /// <param name="function">The function to call.</param>
    /// <param name="triggerValue">The value of the trigger's parameter, already of its type.</param>
    /// <param name="services">The scope of the invocation.</param>
    /// <param name="cancellationToken">The function sees it as FunctionContext.CancellationToken.</param>
    /// <returns>What the method returned, unwrapped from its Task or ValueTask; null for one that returns nothing.</returns>
    /// <remarks>
    /// Completes synchronously, on the caller's thread and synchronization context, when the function does: the durable engine
    /// runs orchestrators through it. An exception of the function arrives as it was thrown.
    /// </remarks>
    Task<object?> InvokeAsync(FunctionDescriptor function, object? triggerValue, IServiceProvider services, CancellationToken cancellationToken);

    /// <summary>Calls <paramref name="function"/> in a scope of its own.</summary>
    Task<object?> InvokeInScopeAsync(FunctionDescriptor function, object? triggerValue, CancellationToken cancellationToken);
}
