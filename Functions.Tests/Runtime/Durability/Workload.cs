using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Entities;

namespace Functions.Tests.Runtime.Durability;

/// <summary>What clients do: start orders, release them, record ids with an entity; and the proof that nothing of it was lost or done twice.</summary>
internal sealed class Workload(DurableTaskClient client, WorkloadJournal journal, string ledger)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    /// <summary>Works until it is stopped.</summary>
    /// <param name="clients">How many clients.</param>
    /// <param name="rounds">How many rounds each does.</param>
    public Task RunAsync(int clients, int rounds) => Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(async () =>
    {
        for (var i = 0; i < rounds; i++)
        {
            await RoundAsync();
        }
    })));

    /// <summary>Releases every order that still runs and waits until all have ended.</summary>
    public async Task FinishAsync()
    {
        using var limit = new CancellationTokenSource(s_patience);
        await foreach (var order in client.GetAllInstancesAsync())
        {
            if (!order.IsCompleted)
            {
                await AttemptAsync(() => client.RaiseEventAsync(order.InstanceId, "release", "at last", limit.Token), $"released {order.InstanceId}");
                await client.WaitForInstanceCompletionAsync(order.InstanceId, false, limit.Token);
            }
        }
    }

    /// <summary>Checks the state against the journal.</summary>
    /// <returns>How many orders and recorded ids there are.</returns>
    public async Task<(int Orders, int Recorded)> VerifyAsync(string journalFile)
    {
        var lines = WorkloadJournal.Read(journalFile);
        var used = lines.Where(line => line[0] == "used").ToLookup(line => (Order: line[1], Step: int.Parse(line[2], null)), line => line[3]);
        var orders = await OrdersAsync();
        foreach (var started in lines.Where(line => line[0] == "started"))
        {
            Assert.Contains(started[1], orders.Keys);
        }

        foreach (var (id, tokens) in orders)
        {
            // A step may run again, but the result that was gone on with is never another one.
            Assert.Equal(2 * WorkloadFunctions.Steps, tokens.Distinct().Count());
            Assert.All(Enumerable.Range(0, WorkloadFunctions.Steps - 1), step => Assert.Equal([tokens[step]], used[(id, step)].Distinct()));
        }

        var recorded = await EventuallyAsync(orders.Keys);
        var sent = lines.Where(line => line[0] == "sending").Select(line => line[1]).ToHashSet();
        var acknowledged = lines.Where(line => line[0] == "sent").Select(line => line[1]).ToHashSet();
        var counted = recorded.Except(orders.Keys).ToHashSet();
        Assert.Subset(counted, acknowledged);
        Assert.Subset(sent, counted);
        return (orders.Count, counted.Count);
    }

    private async Task RoundAsync()
    {
        var order = Guid.NewGuid().ToString("N");
        await AttemptAsync(() => client.ScheduleNewOrchestrationInstanceAsync(nameof(WorkloadFunctions.WorkloadOrder), null, new StartOrchestrationOptions(order)), $"started {order}");
        foreach (var id in new[] { Guid.NewGuid(), Guid.NewGuid() }.Select(id => id.ToString("N")))
        {
            journal.Write($"sending {id}");
            await AttemptAsync(() => client.Entities.SignalEntityAsync(new EntityInstanceId(nameof(WorkloadLedger), ledger), nameof(WorkloadLedger.Record), id), $"sent {id}");
        }

        await AttemptAsync(() => client.RaiseEventAsync(order, "release", "now"), $"released {order}");
    }

    private async Task AttemptAsync(Func<Task> call, string done)
    {
        try
        {
            await call();
            journal.Write(done);
        }
        catch (Exception exception) when (exception is IOException or Grpc.Core.RpcException)
        {
            // Not acknowledged: it may have happened or not.
        }
    }

    private async Task<Dictionary<string, string[]>> OrdersAsync()
    {
        var orders = new Dictionary<string, string[]>();
        await foreach (var order in client.GetAllInstancesAsync(new OrchestrationQuery(FetchInputsAndOutputs: true)))
        {
            Assert.True(order.RuntimeStatus == OrchestrationRuntimeStatus.Completed, $"{order.InstanceId} is {order.RuntimeStatus}: {order.SerializedOutput}");
            orders.Add(order.InstanceId, order.ReadOutputAs<string[]>()!);
        }

        return orders;
    }

    /// <summary>Waits until each order has been recorded by its call and by its signal, and every record has been counted; each of them once.</summary>
    private async Task<HashSet<string>> EventuallyAsync(IReadOnlyCollection<string> orders)
    {
        var recorded = new List<string>();
        var total = -1;
        await Eventually.TrueAsync(
            async () =>
            {
                recorded.Clear();
                await foreach (var entity in client.Entities.GetAllEntitiesAsync<List<string>>(new Microsoft.DurableTask.Client.Entities.EntityQuery { InstanceIdStartsWith = nameof(WorkloadLedger) }))
                {
                    recorded.AddRange(entity.State);
                }

                total = (await client.Entities.GetEntityAsync<int>(new EntityInstanceId(nameof(WorkloadTotal), "all")))?.State ?? 0;
                return total == recorded.Count && orders.All(order => recorded.Count(id => id == order) == 2);
            },
            () => $"{orders.Count} orders should be recorded twice, and {recorded.Count} records counted, not {total}",
            s_patience);
        Assert.All(recorded.CountBy(id => id), id => Assert.Equal(orders.Contains(id.Key) ? 2 : 1, id.Value));
        return [.. recorded];
    }
}
