using System.Reflection;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Functions.LocalRuntime.Discovery;
using Functions.LocalRuntime.Execution;
using Functions.LocalRuntime.History;
using Functions.LocalRuntime.Storage;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Converters;
using Microsoft.Extensions.DependencyInjection;

namespace Functions.Benchmarks;

/// <summary>What a turn costs by the length of the history before it, for an execution that stayed in memory and for one that is replayed; without the disk.</summary>
[Config(typeof(InThisProcess))]
[MemoryDiagnoser]
public class TurnCost
{
    private readonly DateTime _at = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private readonly Sequences _sequences = new(1);
    private ServiceProvider _services = null!;
    private IFunctionInvoker _invoker = null!;
    private FunctionDescriptor _function = null!;
    private InstanceRow _instance = null!;
    private List<HistoryEvent> _history = null!;
    private OrchestrationExecution _kept = null!;
    private int _turn;

    [Params(10, 100, 1000, 5000)]
    public int EventsOfHistory { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var catalog = FunctionCatalog.Discover(Assembly.GetExecutingAssembly());
        _services = new ServiceCollection().AddLogging().AddSingleton(catalog).AddSingleton<IFunctionInvoker, FunctionInvoker>().BuildServiceProvider();
        _invoker = _services.GetRequiredService<IFunctionInvoker>();
        _function = catalog.Functions.Single(function => function.Name == nameof(BenchmarkFunctions.Loop));
        _instance = new InstanceRow("loop", "execution", 1, _function.Name, OrchestrationRuntimeStatus.Running, _at, _at, null, null, null, null);
        _history = [new OrchestratorStarted(_at), new ExecutionStarted(_function.Name, null, null), new TaskScheduled(0, nameof(BenchmarkFunctions.Increment), "1")];
        for (_turn = 1; _history.Count < EventsOfHistory; _turn++)
        {
            _history.AddRange([new OrchestratorStarted(_at), new TaskCompleted(_turn - 1, "2"), new TaskScheduled(_turn, nameof(BenchmarkFunctions.Increment), "1")]);
        }

        _kept = Create();
        Play(_kept, _history, _turn - 1);
    }

    [GlobalCleanup]
    public void Cleanup() => _services.Dispose();

    /// <summary>The execution stayed in memory: only what is new is played.</summary>
    [Benchmark(Baseline = true)]
    public int Kept() => Play(_kept, [], _turn++);

    /// <summary>The execution was not in memory: its history is played first.</summary>
    [Benchmark]
    public int Replayed() => Play(Create(), _history, (_history.Count / 3) - 1);

    private OrchestrationExecution Create() => new(_function, _instance, _invoker, JsonDataConverter.Default, _services, (_, _) => { }, CancellationToken.None);

    private int Play(OrchestrationExecution execution, IReadOnlyList<HistoryEvent> history, int completed)
    {
        execution.Play(history, [new OrchestratorStarted(_at), new TaskCompleted(completed, "2")]);
        return execution.TakeNewActions(_sequences).Count;
    }

    private sealed class InThisProcess : ManualConfig
    {
        // The project that the default toolchain generates would have to be restored and built.
        public InThisProcess() => AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
    }
}
