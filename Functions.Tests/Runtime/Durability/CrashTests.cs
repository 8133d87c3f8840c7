using Microsoft.Extensions.DependencyInjection;

namespace Functions.Tests.Runtime.Durability;

/// <summary>A process that dies at any moment loses nothing that was acknowledged or gone on with, and does nothing twice.</summary>
public sealed class CrashTests : IDisposable
{
    private const int Kills = 200;
    private const int LastFatalWrite = 40;

    private readonly TempFolder _folder = new();

    private string State => Path.Combine(_folder.Path, "durable.db");

    private string Journal => Path.Combine(_folder.Path, "journal");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Killed_at_random_moments_nothing_is_lost_and_nothing_done_twice()
    {
        var random = new Random(20_261_124);
        for (var kill = 0; kill < Kills; kill++)
        {
            // A name that begins with what no order's id begins with.
            using var process = CrashingProcess.Start(State, Journal, $"x{kill}", Fault.None, kill % 2);
            if (random.Next(5) == 0)
            {
                // While it starts, or takes up what the one before left.
                await Task.Delay(random.Next(250));
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
        Assert.True(orders > Kills && recorded > Kills, $"The workload did too little to prove anything: {orders} orders, {recorded} records.");
    }

    [Theory]
    [InlineData(nameof(Fault.DieBefore))]
    [InlineData(nameof(Fault.DieAfter))]
    public async Task Dying_with_each_of_its_commits_nothing_is_lost_and_nothing_done_twice(string fault)
    {
        for (var write = 1; write <= LastFatalWrite; write++)
        {
            using var process = CrashingProcess.Start(State, Journal, $"x{write}", Enum.Parse<Fault>(fault), write);
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            await process.WaitForExitAsync(limit.Token);
            Assert.Equal(128 + 9, process.ExitCode);
        }

        var (orders, recorded) = await VerifyAsync();
        Assert.True(orders > 0 && recorded > 0, $"{orders} orders, {recorded} records");
    }

    private async Task<(int Orders, int Recorded)> VerifyAsync()
    {
        using var journal = new WorkloadJournal(Journal);
        await using var host = await RuntimeHost.StartAsync(State, configure: services => services.AddSingleton(journal));
        var workload = new Workload(host.Client, journal, "x");
        await workload.FinishAsync();
        return await workload.VerifyAsync(Journal);
    }
}
