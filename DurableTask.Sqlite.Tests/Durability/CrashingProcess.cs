using System.Diagnostics;
using System.Globalization;

namespace DurableTask.Sqlite.Tests.Durability;

/// <summary>A process that runs the workload until it is killed, from outside or by its service; this assembly run as a program.</summary>
public static class CrashingProcess
{
    private const string Ready = "ready";

    /// <param name="args">The state file, the journal, the name of the ledger, the fault and the number of the write that it comes with (0
    /// for none).</param>
    public static async Task Main(string[] args)
    {
        var (state, journalFile, ledger) = (args[0], args[1], args[2]);
        var (fault, at) = (Enum.Parse<Fault>(args[3]), int.Parse(args[4], CultureInfo.InvariantCulture));
        using var journal = new WorkloadJournal(journalFile);
        await using var hub = await TestHub.StartAsync(
            Settings(state, at % 2 == 1),
            hub => Workload.Define(hub, journal),
            service => new FaultyService(service, write => write == at ? fault : Fault.None));
        var workload = new Workload(hub, journal, ledger);
        // However slow the machine: each life that is not ended while it starts has done something.
        await workload.RunAsync(clients: 1, rounds: 2);
        Console.WriteLine(Ready);
        await workload.RunAsync(clients: 3, rounds: int.MaxValue);
    }

    /// <summary>The settings of every other life: sessions, and no cache.</summary>
    internal static SqliteOrchestrationServiceSettings Settings(string state, bool odd) => new()
    {
        File = state,
        ExtendedSessionIdleTimeout = odd ? TimeSpan.FromMilliseconds(50) : TimeSpan.Zero,
        HistoryCacheSize = odd ? 0 : 1 << 20,
    };

    /// <summary>Starts the process.</summary>
    internal static Process Start(string state, string journal, string ledger, Fault fault, int at)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        var program = typeof(CrashingProcess).Assembly.Location;
        foreach (var argument in new[] { "exec", program, state, journal, ledger, $"{fault}", at.ToString(CultureInfo.InvariantCulture) })
        {
            start.ArgumentList.Add(argument);
        }

        // Short lives: compiling well is not worth it.
        start.Environment["DOTNET_TieredPGO"] = "0";
        return Process.Start(start)!;
    }

    /// <summary>Waits until the process works.</summary>
    internal static async Task WaitUntilReadyAsync(Process process)
    {
        var errors = process.StandardError.ReadToEndAsync();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line == Ready)
            {
                return;
            }
        }

        Assert.Fail($"The process ended before it worked: {await errors}");
    }
}
