using Functions.LocalRuntime.Storage;

namespace Functions.LocalRuntime;

/// <summary>What host.json, local.settings.json and the command line say to the local runtime.</summary>
internal sealed class LocalRuntimeOptions
{
    /// <summary>Folder of host.json and local.settings.json.</summary>
    public required string AppRoot { get; init; }

    /// <summary>LocalRuntime:StateFile: the SQLite file that holds the durable state, one for each hub; the timers' schedule status is beside it.</summary>
    public required string StateFile { get; init; }

    /// <summary>LocalRuntime:Synchronous: what an acknowledged write survives.</summary>
    public StateSynchronous Synchronous { get; init; } = StateSynchronous.Full;

    /// <summary>LocalRuntime:Retention: how long an orchestration that has ended is kept. Positive.</summary>
    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(30);

    /// <summary>LocalRuntime:StickyOrchestrations: how many running orchestrations stay in memory between their turns; 0 for none.</summary>
    public int StickyOrchestrations { get; init; } = 1000;

    /// <summary>extensions.durableTask.hubName of host.json; the durable client's name, and another hub has another state. 3 to 45 letters and digits, a letter first.</summary>
    public string HubName { get; init; } = "TestHubName";

    /// <summary>extensions.durableTask.maxConcurrentActivityFunctions of host.json. At least 1.</summary>
    public int MaxConcurrentActivityFunctions { get; init; } = 10 * Environment.ProcessorCount;

    /// <summary>extensions.durableTask.maxConcurrentOrchestratorFunctions of host.json. At least 1.</summary>
    public int MaxConcurrentOrchestratorFunctions { get; init; } = 10 * Environment.ProcessorCount;

    /// <summary>extensions.http.routePrefix of host.json.</summary>
    public string RoutePrefix { get; init; } = "api";

    /// <summary>functionTimeout of host.json; null for none.</summary>
    public TimeSpan? FunctionTimeout { get; init; }
}
