using System.Globalization;
using Microsoft.Azure.WebJobs.Extensions.DurableTask;
using Microsoft.Extensions.Logging;

namespace DurableTask.Sqlite.AzureFunctions;

/// <summary>Reads <c>extensions:durableTask:storageProvider</c> of host.json. Keys of other providers mean nothing here.</summary>
internal static class StorageProviderSettings
{
    private const string Section = "extensions:durableTask:storageProvider";

    /// <exception cref="InvalidOperationException">A value does not keep its rule; the message names the key and the rule.</exception>
    public static SqliteOrchestrationServiceSettings Read(
        DurableTaskOptions options, SqliteDurabilityOptions own, ILoggerFactory loggerFactory)
    {
        var synchronous = Text(options, "synchronous") ?? nameof(SqliteSynchronous.Full);
        if (!Enum.GetNames<SqliteSynchronous>().Contains(synchronous, StringComparer.OrdinalIgnoreCase))
        {
            throw Refuse("synchronous", synchronous, "Full or Normal");
        }

        var retention = Text(options, "retention") ?? "30.00:00:00";
        if (!TimeSpan.TryParse(retention, CultureInfo.InvariantCulture, out var kept) || kept <= TimeSpan.Zero)
        {
            throw Refuse("retention", retention, "a time of more than zero, written d.hh:mm:ss");
        }

        if (Text(options, "file") is { } given && (string.IsNullOrWhiteSpace(given) || given.Contains('\0', StringComparison.Ordinal)))
        {
            throw Refuse("file", given, "the path of a file");
        }

        var idle = options.ExtendedSessionsEnabled ? Math.Max(0, options.ExtendedSessionIdleTimeoutInSeconds) : 0;
        return new SqliteOrchestrationServiceSettings
        {
            File = Path.GetFullPath(Text(options, "file") ?? own.DefaultFile ?? Path.Combine(".serverless", $"{options.HubName}.db")),
            Synchronous = Enum.Parse<SqliteSynchronous>(synchronous, ignoreCase: true),
            Retention = kept,
            MaxConcurrentOrchestrations = Positive(options.MaxConcurrentOrchestratorFunctions, "maxConcurrentOrchestratorFunctions"),
            MaxConcurrentActivities = Positive(options.MaxConcurrentActivityFunctions, "maxConcurrentActivityFunctions"),
            MaxConcurrentEntities = Positive(options.MaxConcurrentEntityFunctions, "maxConcurrentEntityFunctions"),
            MaxEntityOperationBatchSize = options.MaxEntityOperationBatchSize ?? 5000,
            ExtendedSessionIdleTimeout = TimeSpan.FromSeconds(idle),
            TimeProvider = own.TimeProvider,
            LoggerFactory = loggerFactory,
        };
    }

    // What the extension takes on Azure Storage, but not less than a small machine's calls for network and disk can overlap.
    private static int Positive(int? configured, string key) => configured switch
    {
        null => Math.Max(50, 10 * Environment.ProcessorCount),
        < 1 => throw new InvalidOperationException($"host.json: extensions:durableTask:{key} is {configured}: it must be at least 1."),
        _ => configured.Value,
    };

    private static string? Text(DurableTaskOptions options, string key) =>
        options.StorageProvider.FirstOrDefault(entry => entry.Key.Equals(key, StringComparison.OrdinalIgnoreCase)).Value?.ToString();

    private static InvalidOperationException Refuse(string key, string value, string rule) =>
        new($"host.json: {Section}:{key} is '{value}': it must be {rule}.");
}
