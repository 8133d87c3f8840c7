using System.Text.Json;
using DurableTask.Core;
using DurableTask.Core.Entities;
using DurableTask.Core.Query;

namespace DurableTask.Sqlite.Tests.Durability;

/// <summary>
/// What clients do: start orders, release them, record ids with an entity; and the proof that nothing of it was lost or done twice. An
/// order has three steps, each of which passes on the token that the step before gave it, then a timer, steps at once, an event, a
/// sub-order and entities.
/// </summary>
internal sealed class Workload(TestHub hub, WorkloadJournal journal, string ledger)
{
    private const int Steps = 3;

    public static void Define(TestHub hub, WorkloadJournal journal)
    {
        hub.Orchestration("order", async flow =>
        {
            List<string> tokens = [""];
            for (var step = 0; step < Steps; step++)
            {
                tokens.Add(await flow.CallAsync("step", $"{flow.Id} {step} {tokens[^1]}"));
            }

            await flow.TimerAsync(TimeSpan.FromMilliseconds(10));
            tokens.AddRange(await Task.WhenAll(Enumerable.Range(Steps, 3).Select(step => flow.CallAsync("step", $"{flow.Id} {step} "))));
            await flow.EventAsync("release");
            await flow.CallChildAsync("return", $"{flow.Id}-child", "x");
            await flow.CallEntityAsync($"@ledger@{flow.Id[..2]}", "forward", flow.Id);
            flow.SignalEntity($"@ledger@signalled{flow.Id[..2]}", "forward", flow.Id);
            return JsonSerializer.Serialize(tokens[1..]);
        });
        hub.ActivityAsync("step", async input =>
        {
            var words = input!.Split(' ');
            if (words[2].Length > 0)
            {
                journal.Write($"used {words[0]} {int.Parse(words[1], null) - 1} {words[2]}");
            }

            await Task.Yield();
            return Guid.NewGuid().ToString("N");
        });
    }

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
        foreach (var order in await OrdersAsync())
        {
            if (order.OrchestrationStatus is OrchestrationStatus.Pending or OrchestrationStatus.Running)
            {
                var id = order.OrchestrationInstance.InstanceId;
                await AttemptAsync(() => hub.RaiseAsync(id, "release", "at last"), $"released {id}");
                await hub.EndAsync(id);
            }
        }
    }

    /// <summary>Checks the state against the journal.</summary>
    /// <returns>How many orders and recorded ids there are.</returns>
    public async Task<(int Orders, int Recorded)> VerifyAsync(string journalFile)
    {
        var lines = WorkloadJournal.Read(journalFile);
        var used = lines.Where(line => line[0] == "used")
            .ToLookup(line => (Order: line[1], Step: int.Parse(line[2], null)), line => line[3]);
        var orders = new Dictionary<string, string[]>();
        foreach (var order in await OrdersAsync())
        {
            var id = order.OrchestrationInstance.InstanceId;
            Assert.True(order.OrchestrationStatus == OrchestrationStatus.Completed, $"{id} is {order.OrchestrationStatus}: {order.Output}");
            orders.Add(id, JsonSerializer.Deserialize<string[]>(JsonSerializer.Deserialize<string>(order.Output)!)!);
        }

        foreach (var started in lines.Where(line => line[0] == "started"))
        {
            Assert.Contains(started[1], orders.Keys);
        }

        foreach (var (id, tokens) in orders)
        {
            // A step may run again, but the result that was gone on with is never another one.
            Assert.Equal(2 * Steps, tokens.Distinct().Count());
            Assert.All(Enumerable.Range(0, Steps - 1), step => Assert.Equal([tokens[step]], used[(id, step)].Distinct()));
        }

        var sent = lines.Where(line => line[0] == "sending").Select(line => line[1]).ToHashSet();
        var acknowledged = lines.Where(line => line[0] == "sent").Select(line => line[1]).ToHashSet();
        var recorded = await RecordedAsync(orders.Keys, acknowledged);
        var counted = recorded.Except(orders.Keys).ToHashSet();
        Assert.Subset(counted, acknowledged);
        Assert.Subset(sent, counted);
        return (orders.Count, counted.Count);
    }

    private async Task RoundAsync()
    {
        var order = Guid.NewGuid().ToString("N");
        // At once, so that neither of them comes to nothing in lives that end early.
        await Task.WhenAll(RecordAsync(), AttemptAsync(() => hub.StartAsync("order", id: order), $"started {order}"));
        await RecordAsync();
        await AttemptAsync(() => hub.RaiseAsync(order, "release", "now"), $"released {order}");
    }

    private async Task RecordAsync()
    {
        var id = Guid.NewGuid().ToString("N");
        journal.Write($"sending {id}");
        await AttemptAsync(() => hub.SignalAsync($"@ledger@{ledger}", "forward", id), $"sent {id}");
    }

    private async Task AttemptAsync(Func<Task> call, string done)
    {
        try
        {
            await call();
            journal.Write(done);
        }
        catch (IOException)
        {
            // Not acknowledged: it may have happened or not.
        }
    }

    private async Task<IEnumerable<OrchestrationState>> OrdersAsync() =>
        (await hub.Service.GetOrchestrationWithQueryAsync(new OrchestrationQuery { ExcludeEntities = true, PageSize = 100_000 }, default))
        .OrchestrationState.Where(order => order.Name == "order");

    /// <summary>
    /// Waits until each order has been recorded by its call and by its signal, and every record was passed on; each of them once.
    /// </summary>
    private async Task<HashSet<string>> RecordedAsync(IReadOnlyCollection<string> orders, IReadOnlyCollection<string> acknowledged)
    {
        var recorded = new List<string>();
        List<string> passedOn = [];
        await Eventually.TrueAsync(
            async () =>
            {
                recorded.Clear();
                foreach (var entity in (await hub.Service.EntityBackendQueries!.QueryEntitiesAsync(
                    new EntityBackendQueries.EntityQuery { InstanceIdStartsWith = "@ledger@", PageSize = 100_000 }, default))
                    .Results.Where(entity => entity.EntityId.Key != "all"))
                {
                    recorded.AddRange((await hub.LedgerAsync(entity.EntityId.ToString()))!);
                }

                passedOn = await hub.LedgerAsync("@ledger@all") ?? [];
                var counts = recorded.CountBy(id => id).ToDictionary();
                return passedOn.Count == recorded.Count
                    && orders.All(order => counts.GetValueOrDefault(order) == 2)
                    && acknowledged.All(counts.ContainsKey);
            },
            () => $"{orders.Count} orders should be recorded twice, and {recorded.Count} records passed on, not {passedOn.Count}");
        Assert.All(recorded.CountBy(id => id), id => Assert.Equal(orders.Contains(id.Key) ? 2 : 1, id.Value));
        Assert.Equal(recorded.Order(), passedOn.Order());
        return [.. recorded];
    }
}
