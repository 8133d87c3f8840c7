using Functions.LocalRuntime.Discovery;
using Functions.Slots;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Functions.Tests.Invariants;

/// <summary>Calls functions and looks on.</summary>
internal sealed class WitnessingInvoker(IServiceProvider services, FunctionCatalog catalog, IEnumerable<FunctionMiddleware> middleware, Deliveries deliveries) : IFunctionInvoker
{
    private readonly FunctionInvoker _inner = new(services, catalog, middleware);

    public Task<object?> InvokeAsync(FunctionDescriptor function, object? triggerValue, IServiceProvider scope, CancellationToken cancellationToken) =>
        _inner.InvokeAsync(function, triggerValue, scope, cancellationToken);

    public async Task<object?> InvokeInScopeAsync(FunctionDescriptor function, object? triggerValue, CancellationToken cancellationToken)
    {
        if (!Deliveries.IsActivity(function))
        {
            return await _inner.InvokeInScopeAsync(function, triggerValue, cancellationToken);
        }

        var slots = await services.GetRequiredService<DurableTaskClient>().Entities.GetEntityAsync<SlotQueue>(ProvisioningSlots.Id, cancellationToken);
        deliveries.Begins(function.Name, triggerValue, slots?.State ?? new SlotQueue(), AppLife.Slots);
        var result = await _inner.InvokeInScopeAsync(function, triggerValue, cancellationToken);
        deliveries.Ended(function, triggerValue);
        return result;
    }

    /// <summary>Delivers once more what was delivered before.</summary>
    public Task DeliverAgainAsync(FunctionDescriptor function, object input, CancellationToken cancellationToken) => _inner.InvokeInScopeAsync(function, input, cancellationToken);
}
