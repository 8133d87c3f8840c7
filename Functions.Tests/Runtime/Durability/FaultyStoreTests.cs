using Functions.LocalRuntime;
using Functions.LocalRuntime.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Functions.Tests.Runtime.Durability;

/// <summary>A store that fails costs time and nothing else.</summary>
public sealed class FaultyStoreTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string State => Path.Combine(_folder.Path, "durable.db");

    private string Journal => Path.Combine(_folder.Path, "journal");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1000, 1)]
    [InlineData(0, 2)]
    public async Task Failures_before_and_after_commits_lose_nothing_and_do_nothing_twice(int sticky, int seed)
    {
        var random = new Random(seed);
        FaultInjectingTaskStore store = null!;
        using var journal = new WorkloadJournal(Journal);
        await using (var host = await StartAsync(journal, sticky, inner => store = new FaultInjectingTaskStore(inner, _ => Choose(random))))
        {
            await new Workload(host.Client, journal, "ledger").RunAsync(clients: 4, rounds: 15);
            Assert.True(store.Faults > 50, $"There were {store.Faults} faults.");
        }

        await using var healthy = await StartAsync(journal, sticky, inner => inner);
        var workload = new Workload(healthy.Client, journal, "ledger");
        await workload.FinishAsync();
        var (orders, recorded) = await workload.VerifyAsync(Journal);
        Assert.InRange(orders, 30, 60);
        Assert.InRange(recorded, 60, 120);
    }

    private static Fault Choose(Random random)
    {
        lock (random)
        {
            return random.Next(10) switch { 0 => Fault.FailBefore, 1 => Fault.FailAfter, _ => Fault.None };
        }
    }

    private Task<RuntimeHost> StartAsync(WorkloadJournal journal, int sticky, Func<ITaskStore, ITaskStore> wrap) => RuntimeHost.StartAsync(State, sticky, services => services
        .AddSingleton(journal)
        .AddSingleton<TimeProvider>(new HastyClock())
        .AddSingleton(provider => wrap(new SqliteTaskStore(provider.GetRequiredService<LocalRuntimeOptions>().StateFile))));

    /// <summary>The real time, but what waits for a while waits a fiftieth of it.</summary>
    private sealed class HastyClock : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? dueTime / 50 : dueTime, period);
    }
}
