using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using Functions.Benchmarks;
using Functions.LocalRuntime;
using Functions.LocalRuntime.Discovery;
using Functions.LocalRuntime.Dispatch;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

// A sequence of five activities on the local runtime, alone and at concurrency 200, with its state in a file of its own (synchronous=FULL).
const int Warm = 200;
const int Alone = 500;
const int Together = 4000;
const int Concurrency = 200;

var folder = Directory.CreateTempSubdirectory("benchmarks-").FullName;
var services = new ServiceCollection()
    .AddLogging()
    .AddSingleton(TimeProvider.System)
    .AddSingleton(FunctionCatalog.Discover(Assembly.GetExecutingAssembly()))
    .AddSingleton(new LocalRuntimeOptions { AppRoot = folder, StateFile = Path.Combine(folder, "durable.db"), Synchronous = Environment.GetEnvironmentVariable("SYNC") == "N" ? Functions.LocalRuntime.Storage.StateSynchronous.Normal : Functions.LocalRuntime.Storage.StateSynchronous.Full })
    .AddSingleton<IFunctionInvoker, FunctionInvoker>()
    .AddDurableEngine()
    .BuildServiceProvider();
var engine = services.GetServices<IHostedService>().First();
await engine.StartAsync(CancellationToken.None);
var client = services.GetRequiredService<DurableTaskClient>();

await RunManyAsync(Warm, Concurrency);
var times = await RunManyAsync(Alone, 1);
var watch = Stopwatch.StartNew();
await RunManyAsync(Together, Concurrency);
Print("five activities alone, median", $"{times[times.Count / 2].TotalMilliseconds:0.00} ms");
Print("five activities alone, p99", $"{times[times.Count * 99 / 100].TotalMilliseconds:0.00} ms");
Print($"five activities at concurrency {Concurrency}", $"{Together / watch.Elapsed.TotalSeconds:0} orchestrations/s");
Print("machine", $"{Environment.ProcessorCount} cores, .NET {Environment.Version}");

await engine.StopAsync(CancellationToken.None);
await services.DisposeAsync();
Directory.Delete(folder, recursive: true);

async Task<List<TimeSpan>> RunManyAsync(int count, int concurrency)
{
    var taken = new List<TimeSpan>(count);
    await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = concurrency }, async (number, cancellation) =>
    {
        var started = Stopwatch.GetTimestamp();
        var id = await client.ScheduleNewOrchestrationInstanceAsync(nameof(SequenceFunctions.Sequence), number, cancellation);
        await client.WaitForInstanceCompletionAsync(id, cancellation: cancellation);
        lock (taken)
        {
            taken.Add(Stopwatch.GetElapsedTime(started));
        }
    });
    taken.Sort();
    return taken;
}

static void Print(string what, FormattableString value) => Console.WriteLine($"{what,-40} {value.ToString(CultureInfo.InvariantCulture)}");
