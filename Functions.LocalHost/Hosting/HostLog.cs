namespace Functions.LocalHost.Hosting;

/// <summary>The console: one line an entry, with the time in UTC.</summary>
internal static class HostLog
{
    // With the dot: an app's own categories may begin alike.
    private static readonly string[] s_notOfTheApp = ["Microsoft.", "Grpc.", "Yarp.", "System.Net.Http.", "DurableTask.", "Host."];

    // Cookies are not encrypted here, a conflict in storage is no failure, and the extension advertises its tracing at every start.
    private static readonly string[] s_failuresOnly = ["Microsoft.AspNetCore.DataProtection", "Azure.", "Host.Triggers.DurableTask"];

    // Up to four entries for one failure, which the worker or Failures tell once; what fails at start ends the host with one line.
    private static readonly string[] s_toldElsewhere = ["Function.", "Host.Results", "Host.Startup", "Microsoft.Extensions.Hosting."];

    public static ILoggerFactory Create(IConfiguration configuration) => LoggerFactory.Create(logging =>
    {
        logging.AddSimpleConsole(console =>
            (console.SingleLine, console.TimestampFormat, console.UseUtcTimestamp) = (true, "HH:mm:ss ", true));
        foreach (var (category, level) in s_notOfTheApp.Select(category => (category, LogLevel.Warning))
            .Concat(s_failuresOnly.Select(category => (category, LogLevel.Error)))
            .Concat(s_toldElsewhere.Select(category => (category, LogLevel.None))))
        {
            logging.AddFilter(category, level);
        }

        logging.AddConfiguration(configuration.GetSection($"{HostSettings.JobHost}:logging"));
    });
}
