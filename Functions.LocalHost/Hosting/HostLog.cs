namespace Functions.LocalHost.Hosting;

/// <summary>The console: one line an entry, with the time in UTC.</summary>
internal static class HostLog
{
    private static readonly (LogLevel Least, string[] Categories)[] s_levels =
    [
        // With the dot: an app's own categories may begin alike.
        (LogLevel.Warning, ["Microsoft.", "Grpc.", "Yarp.", "System.Net.Http.", "DurableTask.", "Host."]),
        // Cookies are not encrypted here, a conflict in storage is no failure, and the extension advertises its tracing at every start.
        (LogLevel.Error, ["Microsoft.AspNetCore.DataProtection", "Azure.", "Host.Triggers.DurableTask"]),
        // Up to four entries for one failure, which the worker or Failures tell once; what fails at start ends the host with one line.
        (LogLevel.None, ["Function.", "Host.Results", "Host.Startup", "Microsoft.Extensions.Hosting."]),
    ];

    /// <summary>Until then what is wrong with the storage is an entry with a stack trace, and would hide the host's own line.</summary>
    public static bool IsStorageOpen { get; set; }

    public static ILoggerFactory Create(IConfiguration configuration) => LoggerFactory.Create(logging =>
    {
        logging.AddSimpleConsole(to => (to.SingleLine, to.TimestampFormat, to.UseUtcTimestamp) = (true, "HH:mm:ss ", true));
        foreach (var (level, category) in s_levels.SelectMany(level => level.Categories, (level, category) => (level.Least, category)))
        {
            logging.AddFilter(category, level);
        }

        logging.AddFilter("DurableTask.AzureStorage", level => IsStorageOpen && level >= LogLevel.Warning);
        logging.AddConfiguration(configuration.GetSection($"{HostSettings.JobHost}:logging"));
    });
}
