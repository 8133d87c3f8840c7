namespace Functions.LocalRuntime.Hosting;

/// <summary>host.json, as far as this runtime heeds it.</summary>
internal static class HostSettings
{
    /// <summary>Reads host.json of the app's root.</summary>
    /// <exception cref="InvalidOperationException">It is missing, not JSON, or a value is of the wrong type; names file and path.</exception>
    public static LocalRuntimeOptions Read(string appRoot, string? stateFile)
    {
        var file = Path.Combine(appRoot, "host.json");
        var json = SettingsFile.Read(file, optional: false);
        var defaults = new LocalRuntimeOptions { AppRoot = appRoot, StateFile = "" };
        return new LocalRuntimeOptions
        {
            AppRoot = appRoot,
            StateFile = stateFile ?? Path.Combine(appRoot, ".serverless", "durable.db"),
            RoutePrefix = json["extensions:http:routePrefix"] ?? defaults.RoutePrefix,
            FunctionTimeout = SettingsFile.Value<TimeSpan?>(json, file, "functionTimeout"),
            HubName = json["extensions:durableTask:hubName"] ?? defaults.HubName,
            MaxConcurrentActivityFunctions = SettingsFile.Value<int?>(json, file, "extensions:durableTask:maxConcurrentActivityFunctions") ?? defaults.MaxConcurrentActivityFunctions,
            MaxConcurrentOrchestratorFunctions = SettingsFile.Value<int?>(json, file, "extensions:durableTask:maxConcurrentOrchestratorFunctions") ?? defaults.MaxConcurrentOrchestratorFunctions,
        };
    }
}
