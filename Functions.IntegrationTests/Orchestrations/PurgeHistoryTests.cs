using Functions.Activities.History;
using Functions.Activities.Operations;
using Functions.Entities;
using Functions.IntegrationTests.InProcess;
using Functions.IntegrationTests.Slots;
using Stores.Slots;

namespace Functions.IntegrationTests.Orchestrations;

/// <summary>What a purge of old histories takes and what it leaves, on the real engine.</summary>
public sealed class PurgeHistoryTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Only_what_has_ended_and_is_old_goes_and_entities_stay()
    {
        await using var host = await InProcessHost.StartAsync(
            Path.Combine(_folder.Path, "durable.db"),
            FunctionCatalog.Discover([typeof(ProvisioningSlotsEntity), typeof(FindEndedOrchestrations), typeof(SlotFunctions)]));
        var ended = await host.StartAsync(nameof(SlotFunctions.DieInSlot), "ended");
        await host.EndAsync(ended);
        var running = await host.StartAsync(nameof(SlotFunctions.WorkInSlot), "running");
        await host.Client.WaitForInstanceStartAsync(running);

        Assert.Equal(0, await PurgeEndedOrchestrations.RunAsync(DateTime.UtcNow.AddDays(-1), host.Client, CancellationToken.None));
        Assert.Equal(1, await PurgeEndedOrchestrations.RunAsync(DateTime.UtcNow.AddDays(1), host.Client, CancellationToken.None));

        Assert.Null(await host.Client.GetInstanceAsync(ended));
        Assert.NotNull(await host.Client.GetInstanceAsync(running));
        Assert.NotNull(await host.Client.Entities.GetEntityAsync<SlotQueue>(ProvisioningSlotsEntity.Id));
    }
}
