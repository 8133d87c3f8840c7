using System.Collections.Concurrent;
using Functions.Tests.Conformance;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Functions.Tests.Runtime;

/// <summary>What <see cref="EngineTests"/> and <see cref="MisbehaviourTests"/> run.</summary>
public sealed class EngineFunctions(EngineFunctions.Gates gates)
{
    private static readonly ConcurrentDictionary<Guid, int> s_runs = new();

    [Function(nameof(SleepThenDouble))]
    public static async Task<int> SleepThenDouble([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        await context.CreateTimer(TimeSpan.FromMilliseconds(200), CancellationToken.None);
        return await context.CallActivityAsync<int>(nameof(SharedFunctions.Twice), context.GetInput<int>());
    }

    [Function(nameof(FailThrice))]
    public long[] FailThrice([ActivityTrigger] Guid run)
    {
        var times = gates.Times.GetOrAdd(run, _ => []);
        times.Add(DateTime.UtcNow.Ticks);
        return times.Count > 3 ? [.. times] : throw new TimeoutException($"attempt {times.Count}");
    }

    [Function(nameof(Stubborn))]
    public static Task<long[]> Stubborn([OrchestrationTrigger] TaskOrchestrationContext context) => context.CallActivityAsync<long[]>(
        nameof(FailThrice), context.GetInput<Guid>(), TaskOptions.FromRetryPolicy(new RetryPolicy(4, TimeSpan.FromMilliseconds(20), 2, TimeSpan.FromMilliseconds(60))));

    [Function(nameof(CancelLongTimer))]
    public static async Task CancelLongTimer([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        using var cancellation = new CancellationTokenSource();
        _ = context.CreateTimer(TimeSpan.FromDays(2), cancellation.Token);
        await context.WaitForExternalEvent<string>("go");
        cancellation.Cancel();
        await context.WaitForExternalEvent<string>("end");
    }

    [Function(nameof(PassThroughGate))]
    public static Task<string> PassThroughGate([OrchestrationTrigger] TaskOrchestrationContext context) => context.CallActivityAsync<string>(nameof(AwaitGate), context.GetInput<string>());

    /// <summary>Tells that it has begun and waits until it may end, or until its token is cancelled when its name says so.</summary>
    [Function(nameof(AwaitGate))]
    public async Task<string> AwaitGate([ActivityTrigger] string name, FunctionContext context)
    {
        gates.Begun.Release();
        await gates.Open.WaitAsync(name == "obedient" ? context.CancellationToken : CancellationToken.None);
        return $"{name} ran {gates.Count()}";
    }

    [Function(nameof(MakeText))]
    public static string MakeText([ActivityTrigger] int length) => new('x', length);

    [Function(nameof(CallMakeText))]
    public static async Task<int> CallMakeText([OrchestrationTrigger] TaskOrchestrationContext context) =>
        (await context.CallActivityAsync<string>(nameof(MakeText), context.GetInput<int>())).Length;

    /// <summary>Something else at each replay: an activity, then a timer.</summary>
    [Function(nameof(Fickle))]
    public static async Task Fickle([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        if (s_runs.AddOrUpdate(context.GetInput<Guid>(), 1, (_, runs) => runs + 1) == 1)
        {
            await context.CallActivityAsync<int>(nameof(SharedFunctions.Twice), 1);
        }
        else
        {
            await context.CreateTimer(TimeSpan.FromMilliseconds(1), CancellationToken.None);
        }
    }

    /// <summary>More at each replay than before.</summary>
    [Function(nameof(Eager))]
    public static Task Eager([OrchestrationTrigger] TaskOrchestrationContext context) => Task.WhenAll(
        Enumerable.Range(0, s_runs.AddOrUpdate(context.GetInput<Guid>(), 1, (_, runs) => runs + 1)).Select(number => context.CallActivityAsync<int>(nameof(SharedFunctions.Twice), number)));

    /// <summary>Waits the first time and ends on replay.</summary>
    [Function(nameof(Impatient))]
    public static Task Impatient([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var call = context.CallActivityAsync<int>(nameof(SharedFunctions.Twice), 1);
        var wait = context.WaitForExternalEvent<string>("never");
        return s_runs.AddOrUpdate(context.GetInput<Guid>(), 1, (_, runs) => runs + 1) <= 2 ? Task.WhenAll(call, wait) : call;
    }

    [Function(nameof(AwaitForeignly))]
    public static async Task<int> AwaitForeignly([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        // The event keeps it from being found stuck: what resumes it is found foreign.
        var never = context.WaitForExternalEvent<string>("never");
        await Task.WhenAny(never, Task.Delay(50));
        return 1;
    }

    [Function(nameof(LeaveThread))]
    public static async Task<int> LeaveThread([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var never = context.WaitForExternalEvent<string>("never");
        await Task.WhenAny(never, Task.Delay(50)).ConfigureAwait(false);
        return await context.CallActivityAsync<int>(nameof(SharedFunctions.Twice), 1);
    }

    /// <summary>What the tests share with the functions of their host.</summary>
    public sealed class Gates
    {
        private int _count;

        public SemaphoreSlim Begun { get; } = new(0);

        public SemaphoreSlim Open { get; } = new(0);

        public ConcurrentDictionary<Guid, List<long>> Times { get; } = new();

        public int Count() => Interlocked.Increment(ref _count);
    }
}
