namespace Functions.LocalRuntime;

/// <summary>What host.json, local.settings.json and the command line say to the local runtime.</summary>
internal sealed class LocalRuntimeOptions
{
    /// <summary>Folder of host.json and local.settings.json.</summary>
    public required string AppRoot { get; init; }

    /// <summary>The SQLite file that holds the durable state and the timers' schedule status.</summary>
    public required string StateFile { get; init; }

    /// <summary>extensions.durableTask.hubName of host.json; the durable client's name.</summary>
    public string HubName { get; init; } = "TestHubName";

    /// <summary>extensions.durableTask.maxConcurrentActivityFunctions of host.json.</summary>
    public int MaxConcurrentActivityFunctions { get; init; } = 10 * Environment.ProcessorCount;

    /// <summary>extensions.durableTask.maxConcurrentOrchestratorFunctions of host.json.</summary>
    public int MaxConcurrentOrchestratorFunctions { get; init; } = 10 * Environment.ProcessorCount;

    /// <summary>extensions.http.routePrefix of host.json.</summary>
    public string RoutePrefix { get; init; } = "api";

    /// <summary>functionTimeout of host.json; null for none.</summary>
    public TimeSpan? FunctionTimeout { get; init; }
}
