namespace DurableTask.Sqlite.Tests.Durability;

/// <summary>A service behind a decorator that fails costs time and nothing else.</summary>
public sealed class FaultyServiceTests : HubTest
{
    private string JournalFile => Path.Combine(Folder, "journal");

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 2)]
    public async Task Failures_before_and_after_writes_lose_nothing_and_do_nothing_twice(bool odd, int seed)
    {
        var random = new Random(seed);
        FaultyService faulty = null!;
        using var journal = new WorkloadJournal(JournalFile);
        await using (var hub = await TestHub.StartAsync(
            CrashingProcess.Settings(State, odd),
            hub => Workload.Define(hub, journal),
            service => faulty = new FaultyService(service, _ => Choose(random))))
        {
            await new Workload(hub, journal, "xledger").RunAsync(clients: 4, rounds: 10);
            await Eventually.TrueAsync(() => faulty.Faults > 50, () => $"there were {faulty.Faults} faults");
        }

        await using var healthy = await TestHub.StartAsync(State, hub => Workload.Define(hub, journal));
        var workload = new Workload(healthy, journal, "xledger");
        await workload.FinishAsync();
        var (orders, recorded) = await workload.VerifyAsync(JournalFile);
        Assert.InRange(orders, 20, 40);
        Assert.InRange(recorded, 40, 80);
    }

    private static Fault Choose(Random random)
    {
        lock (random)
        {
            return random.Next(10) switch { 0 => Fault.FailBefore, 1 => Fault.FailAfter, _ => Fault.None };
        }
    }
}
