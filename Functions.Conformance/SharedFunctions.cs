using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Functions.Conformance;

/// <summary>What several themes use.</summary>
public sealed class SharedFunctions(Journal journal)
{
    [Function(nameof(Twice))]
    public static int Twice([ActivityTrigger] int number) => number * 2;

    [Function(nameof(EchoText))]
    public static string? EchoText([ActivityTrigger] string? text) => text;

    /// <summary>Counts under a key.</summary>
    [Function(nameof(Count))]
    public int Count([ActivityTrigger] string key) => journal.Count(key);

    /// <summary>Fails until it has been called often enough.</summary>
    [Function(nameof(FailUntil))]
    public int FailUntil([ActivityTrigger] Trial trial) =>
        journal.Count(trial.Key) is var count && count >= trial.Succeeds ? count : throw new TimeoutException($"attempt {count}");

    [Function(nameof(Explode))]
    public static void Explode([ActivityTrigger] string message) =>
        throw new InvalidOperationException(message, new ArgumentException("spark"));

    /// <summary>Waits for the event "go" and returns it.</summary>
    [Function(nameof(AwaitGo))]
    public static Task<string> AwaitGo([OrchestrationTrigger] TaskOrchestrationContext context) =>
        context.WaitForExternalEvent<string>("go");

    [Function(nameof(ReturnInput))]
    public static Task<string?> ReturnInput([OrchestrationTrigger] TaskOrchestrationContext context) =>
        Task.FromResult(context.GetInput<string>());

    public sealed record Trial(string Key, int Succeeds);
}
