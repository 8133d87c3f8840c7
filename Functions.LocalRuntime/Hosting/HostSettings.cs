using System.Text.RegularExpressions;
using Functions.LocalRuntime.Storage;
using Microsoft.Extensions.Configuration;

namespace Functions.LocalRuntime.Hosting;

/// <summary>host.json, and the section LocalRuntime of the settings.</summary>
internal static partial class HostSettings
{
    /// <summary>Reads host.json of the app's root as far as this runtime heeds it.</summary>
    /// <param name="appRoot">Folder of host.json.</param>
    /// <param name="settings">The app's settings.</param>
    /// <exception cref="InvalidOperationException">host.json is missing or not JSON, or a value is of the wrong type or out of range; names file and path.</exception>
    public static LocalRuntimeOptions Read(string appRoot, IConfiguration settings)
    {
        var file = Path.Combine(appRoot, "host.json");
        var json = SettingsFile.Read(file, optional: false);
        var defaults = new LocalRuntimeOptions { AppRoot = appRoot, StateFile = "" };
        var hub = json["extensions:durableTask:hubName"] ?? defaults.HubName;
        if (!HubNames().IsMatch(hub))
        {
            throw new InvalidOperationException($"{file}: extensions:durableTask:hubName is '{hub}', and must be 3 to 45 letters and digits that begin with a letter.");
        }

        return new LocalRuntimeOptions
        {
            AppRoot = appRoot,
            StateFile = settings["LocalRuntime:StateFile"] ?? Path.Combine(appRoot, ".serverless", $"{hub}.db"),
            Synchronous = Setting<StateSynchronous?>("Synchronous") ?? defaults.Synchronous,
            Retention = Positive("setting", "LocalRuntime:Retention", Setting<TimeSpan?>("Retention")) ?? defaults.Retention,
            StickyOrchestrations = Setting<int?>("StickyOrchestrations") is { } sticky ? InRange("setting", "LocalRuntime:StickyOrchestrations", sticky, 0) : defaults.StickyOrchestrations,
            RoutePrefix = json["extensions:http:routePrefix"] ?? defaults.RoutePrefix,
            FunctionTimeout = Positive(file, "functionTimeout", SettingsFile.Value<TimeSpan?>(json, file, "functionTimeout")),
            HubName = hub,
            MaxConcurrentActivityFunctions = Concurrency("maxConcurrentActivityFunctions") ?? defaults.MaxConcurrentActivityFunctions,
            MaxConcurrentOrchestratorFunctions = Concurrency("maxConcurrentOrchestratorFunctions") ?? defaults.MaxConcurrentOrchestratorFunctions,
        };

        T? Setting<T>(string name) => SettingsFile.Value<T>(settings, "setting", $"LocalRuntime:{name}");

        int? Concurrency(string name) => SettingsFile.Value<int?>(json, file, $"extensions:durableTask:{name}") is { } value
            ? InRange(file, $"extensions:durableTask:{name}", value, 1)
            : null;
    }

    // The rule of Azure Storage, https://learn.microsoft.com/azure/azure-functions/durable/durable-functions-task-hubs.
    [GeneratedRegex("^[A-Za-z][A-Za-z0-9]{2,44}$")]
    private static partial Regex HubNames();

    private static int InRange(string where, string path, int value, int least) =>
        value >= least ? value : throw new InvalidOperationException($"{where}: {path} is {value}, and must be at least {least}.");

    private static TimeSpan? Positive(string where, string path, TimeSpan? value) =>
        value is not { } given || given > TimeSpan.Zero ? value : throw new InvalidOperationException($"{where}: {path} is {given}, and must be longer than no time.");
}
