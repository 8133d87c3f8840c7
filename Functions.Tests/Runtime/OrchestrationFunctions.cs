using System.Collections.Concurrent;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Functions.Tests.Runtime;

/// <summary>What <see cref="OrchestrationTests"/> runs.</summary>
public static class OrchestrationFunctions
{
    private static readonly ConcurrentDictionary<Guid, List<long>> s_attempts = new();

    [Function(nameof(Twice))]
    public static int Twice([ActivityTrigger] int number) => number * 2;

    [Function(nameof(Doubling))]
    public static async Task<int[]> Doubling([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var input = context.GetInput<int[]>()!;
        var first = await context.CallActivityAsync<int>(nameof(Twice), input[0]);
        return [first, .. await Task.WhenAll(input[1..].Select(number => context.CallActivityAsync<int>(nameof(Twice), number)))];
    }

    [Function(nameof(Parent))]
    public static Task<string> Parent([OrchestrationTrigger] TaskOrchestrationContext context) => context.CallSubOrchestratorAsync<string>(nameof(Child));

    [Function(nameof(Child))]
    public static Task<string> Child([OrchestrationTrigger] TaskOrchestrationContext context) => Task.FromResult($"{context.Name} of {context.Parent!.Name}");

    [Function(nameof(Explode))]
    public static void Explode([ActivityTrigger] string? input) => throw new InvalidOperationException("boom", new ArgumentException("spark"));

    [Function(nameof(Careless))]
    public static Task Careless([OrchestrationTrigger] TaskOrchestrationContext context) => context.CallActivityAsync(nameof(Explode));

    [Function(nameof(FailThrice))]
    public static long[] FailThrice([ActivityTrigger] Guid run)
    {
        var attempts = s_attempts.GetOrAdd(run, _ => []);
        attempts.Add(DateTime.UtcNow.Ticks);
        return attempts.Count > 3 ? [.. attempts] : throw new TimeoutException($"attempt {attempts.Count}");
    }

    [Function(nameof(Stubborn))]
    public static Task<long[]> Stubborn([OrchestrationTrigger] TaskOrchestrationContext context) => context.CallActivityAsync<long[]>(
        nameof(FailThrice), context.GetInput<Guid>(), TaskOptions.FromRetryPolicy(new RetryPolicy(4, TimeSpan.FromMilliseconds(20), 2, TimeSpan.FromMilliseconds(60))));

    [Function(nameof(Choosy))]
    public static async Task<int> Choosy([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var policy = new RetryPolicy(5, TimeSpan.FromMilliseconds(1)) { HandleFailure = failure => !failure.IsCausedBy<TimeoutException>() };
        try
        {
            await context.CallActivityAsync(nameof(FailThrice), context.GetInput<Guid>(), TaskOptions.FromRetryPolicy(policy));
        }
        catch (TaskFailedException)
        {
            // Counted below.
        }

        return s_attempts[context.GetInput<Guid>()].Count;
    }

    [Function(nameof(Handled))]
    public static async Task<int> Handled([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var last = 0;
        var options = TaskOptions.FromRetryHandler(retry => (last = retry.LastAttemptNumber) < 3 && retry.LastFailure.IsCausedBy<TimeoutException>());
        try
        {
            await context.CallActivityAsync(nameof(FailThrice), context.GetInput<Guid>(), options);
        }
        catch (TaskFailedException)
        {
            // The handler gave up.
        }

        return last;
    }

    [Function(nameof(Deterministic))]
    public static async Task<bool> Deterministic([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var (first, at) = (context.NewGuid(), context.CurrentUtcDateTime);
        var echoed = await context.CallActivityAsync<Guid>(nameof(Echo), first);
        var second = context.NewGuid();
        return echoed == first && second != first && context.CurrentUtcDateTime >= at && first.Version == 5 && !context.IsReplaying;
    }

    [Function(nameof(Echo))]
    public static Guid Echo([ActivityTrigger] Guid value) => value;

    [Function(nameof(LeavesTimer))]
    public static Task LeavesTimer([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        using var cancellation = new CancellationTokenSource();
        _ = context.CreateTimer(TimeSpan.FromHours(1), cancellation.Token);
        if (context.GetInput<bool>())
        {
            cancellation.Cancel();
        }

        return Task.CompletedTask;
    }

    [Function(nameof(Counting))]
    public static async Task<int> Counting([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var sum = context.GetInput<int>() + await context.WaitForExternalEvent<int>("add");
        if (sum < 30)
        {
            context.ContinueAsNew(sum);
        }

        return sum;
    }

    [Function(nameof(Waiting))]
    public static Task<string> Waiting([OrchestrationTrigger] TaskOrchestrationContext context) => context.WaitForExternalEvent<string>("go");

    [Function(nameof(Impatient))]
    public static async Task<string> Impatient([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        try
        {
            return await context.WaitForExternalEvent<string>("go", TimeSpan.FromMilliseconds(30));
        }
        catch (TaskCanceledException)
        {
            return "timed out";
        }
    }

    [Function(nameof(TwoWaiters))]
    public static async Task<string> TwoWaiters([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var first = context.WaitForExternalEvent<string>("go");
        var second = context.WaitForExternalEvent<string>("go");
        return string.Join(',', await Task.WhenAll(first, second));
    }

    [Function(nameof(Conversation))]
    public static async Task<string> Conversation([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var listener = context.CallSubOrchestratorAsync<string>(nameof(Waiting), null, new TaskOptions(null).WithInstanceId($"{context.InstanceId}-listener"));
        context.SendEvent($"{context.InstanceId}-listener", "go", "hello");
        return await listener;
    }

    [Function(nameof(Announcing))]
    public static Task Announcing([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        context.SetCustomStatus(new string('x', context.GetInput<int>()));
        return Task.CompletedTask;
    }

    [Function(nameof(Foreign))]
    public static Task Foreign([OrchestrationTrigger] TaskOrchestrationContext context) => Task.Delay(TimeSpan.FromMinutes(1));

    [Function(nameof(Fickle))]
    public static async Task Fickle([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        if (s_attempts.TryAdd(context.GetInput<Guid>(), []))
        {
            await context.CallActivityAsync<int>(nameof(Twice), 1);
        }
        else
        {
            await context.CreateTimer(TimeSpan.FromMilliseconds(1), CancellationToken.None);
        }
    }

    [Function(nameof(CallsNobody))]
    public static Task CallsNobody([OrchestrationTrigger] TaskOrchestrationContext context) => context.CallActivityAsync("Nobody");

    [Function(nameof(SleepsThenDoubles))]
    public static async Task<int> SleepsThenDoubles([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        await context.CreateTimer(TimeSpan.FromMilliseconds(200), CancellationToken.None);
        return await context.CallActivityAsync<int>(nameof(Twice), context.GetInput<int>());
    }
}
