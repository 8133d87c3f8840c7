using System.Collections.Concurrent;
using Functions.Orchestrations.Operations;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Stores.Core;

namespace Functions.IntegrationTests.Activities;

/// <summary>An activity that does what its script says, call after call, and orchestrations that give it tries.</summary>
public static class ScriptedActivity
{
    private static readonly ConcurrentDictionary<string, (ConcurrentQueue<Func<Look<string>>> Script, int Calls)> s_scripts = new();

    /// <summary>Writes a script; what comes after its end is a look that has found "it".</summary>
    public static string Write(params IEnumerable<Func<Look<string>>> script)
    {
        var name = $"{Guid.NewGuid():N}";
        s_scripts[name] = (new(script), 0);
        return name;
    }

    /// <summary>How often the activity was called.</summary>
    public static int Calls(string script) => s_scripts[script].Calls;

    [Function(nameof(PlayScript))]
    public static Look<string> PlayScript([ActivityTrigger] string script) =>
        s_scripts.AddOrUpdate(script, _ => throw new KeyNotFoundException(script), (_, known) => (known.Script, known.Calls + 1)).Script
            .TryDequeue(out var next)
            ? next()
            : Look.Found("it");

    /// <summary>Calls it until it does not fail.</summary>
    [Function(nameof(CallScript))]
    public static Task<string> CallScript([OrchestrationTrigger] TaskOrchestrationContext context) =>
        TellAsync(async (tries, script) => await tries.CallAsync<Look<string>>(nameof(PlayScript), script), context);

    /// <summary>Looks until it has found something, each time by the script that the last look's reason names.</summary>
    [Function(nameof(FollowScript))]
    public static Task<string> FollowScript([OrchestrationTrigger] TaskOrchestrationContext context) =>
        TellAsync(
            async (tries, script) => await tries.AwaitAsync<string>(nameof(PlayScript), script, look => look.Reason!.Message), context);

    /// <summary>Looks until it has found something; event "stop" cancels that.</summary>
    [Function(nameof(AwaitScript))]
    public static Task<string> AwaitScript([OrchestrationTrigger] TaskOrchestrationContext context) =>
        TellAsync(async (tries, script) => await tries.AwaitAsync<string>(nameof(PlayScript), script), context);

    private static async Task<string> TellAsync(Func<ActivityTries, string, Task<Look<string>>> run, TaskOrchestrationContext context)
    {
        var input = context.GetInput<ScriptInput>()!;
        try
        {
            var look = await run(new ActivityTries(context, input.Settings, context.WaitForExternalEvent<string>("stop")), input.Script);
            return look.State == LookState.Done ? $"{look.State}: {look.Value}" : $"{look.State}: {look.Reason}";
        }
        catch (TaskFailedException failed)
        {
            return $"Failed: {ActivityFailure.Of(failed)}";
        }
    }

    /// <summary>Input of the orchestrations.</summary>
    public sealed record ScriptInput(string Script, RetrySettings Settings);
}
