namespace DurableTask.Sqlite.Tests.Durability;

/// <summary>A process that dies at any moment loses nothing that was acknowledged or gone on with, and does nothing twice.</summary>
public sealed class CrashTests : HubTest
{
    private const int Kills = 20;
    private const int LastFatalWrite = 20;

    private string JournalFile => Path.Combine(Folder, "journal");

    [Fact]
    public async Task Killed_at_random_moments_nothing_is_lost_and_nothing_done_twice()
    {
        var random = new Random(20_261_124);
        for (var kill = 0; kill < Kills; kill++)
        {
            // A name that begins with what no order's id begins with.
            using var process = CrashingProcess.Start(State, JournalFile, $"x{kill}", Fault.None, kill % 2);
            if (random.Next(5) == 0)
            {
                // While it starts, or takes up what the one before left.
                await Task.Delay(random.Next(400));
            }
            else
            {
                await CrashingProcess.WaitUntilReadyAsync(process);
                await Task.Delay(random.Next(60));
            }

            process.Kill();
            await process.WaitForExitAsync();
        }

        var (orders, recorded) = await VerifyAsync();
        Assert.True(
            orders > Kills && recorded > Kills, $"The workload did too little to prove anything: {orders} orders, {recorded} records.");
    }

    [Theory]
    [InlineData(Fault.DieBefore)]
    [InlineData(Fault.DieAfter)]
    public async Task Dying_with_each_of_its_writes_nothing_is_lost_and_nothing_done_twice(Fault fault)
    {
        for (var write = 1; write <= LastFatalWrite; write++)
        {
            using var process = CrashingProcess.Start(State, JournalFile, $"x{write}", fault, write);
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            await process.WaitForExitAsync(limit.Token);
            Assert.Equal(128 + 9, process.ExitCode);
        }

        var (orders, recorded) = await VerifyAsync();
        Assert.True(orders > 0 && recorded > 0, $"{orders} orders, {recorded} records");
    }

    private async Task<(int Orders, int Recorded)> VerifyAsync()
    {
        using var journal = new WorkloadJournal(JournalFile);
        await using var hub = await TestHub.StartAsync(State, hub => Workload.Define(hub, journal));
        var workload = new Workload(hub, journal, "x");
        await workload.FinishAsync();
        return await workload.VerifyAsync(JournalFile);
    }
}
