using Functions.Entities;
using Functions.IntegrationTests.InProcess;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Stores.Slots;

namespace Functions.IntegrationTests.Invariants;

/// <summary>Calls functions and looks on.</summary>
internal sealed class WitnessingInvoker(IServiceProvider services, Deliveries deliveries, CancellationToken death)
    : FunctionInvoker(services, death)
{
    private readonly IServiceProvider _services = services;

    public override async Task<object?> InvokeAsync(FunctionDescriptor function, object? trigger)
    {
        try
        {
            return await WitnessAsync(function, trigger);
        }
        catch (Exception exception)
        {
            deliveries.Thrown.Enqueue($"{function.Name} threw {exception}");
            throw;
        }
    }

    /// <summary>Delivers once more what was delivered before.</summary>
    public Task DeliverAgainAsync(FunctionDescriptor function, object input) => base.InvokeAsync(function, input);

    private async Task<object?> WitnessAsync(FunctionDescriptor function, object? trigger)
    {
        if (!Deliveries.IsActivity(function))
        {
            return await base.InvokeAsync(function, trigger);
        }

        var slots = await _services.GetRequiredService<DurableTaskClient>().Entities.GetEntityAsync<SlotQueue>(ProvisioningSlotsEntity.Id);
        deliveries.Begins(function.Name, trigger, slots?.State ?? new SlotQueue(), AppLife.Slots);
        var result = await base.InvokeAsync(function, trigger);
        deliveries.Ended(function, trigger);
        return result;
    }
}
