namespace Functions.LocalHost;

/// <summary>A small Functions host for any isolated .NET app with HTTP, timer and durable triggers.</summary>
public static class LocalFunctionsHost
{
    /// <summary>
    /// Runs an app until Ctrl-C or SIGTERM: no more requests are taken, what runs gets its grace, the worker ends; a second signal ends all
    /// at once. What goes wrong is told in one line on standard error.
    /// </summary>
    /// <param name="args">The command line: see <see cref="LocalHostOptions"/>.</param>
    /// <param name="complete">What a launcher makes of it; may throw a <see cref="LocalHostException"/>.</param>
    /// <returns>The exit code: 0 after a graceful stop, else 1.</returns>
    public static async Task<int> RunAsync(string[] args, Func<LocalHostOptions, LocalHostOptions>? complete = null)
    {
        try
        {
            var options = LocalHostOptions.Parse(args);
            options = complete?.Invoke(options) ?? options;
            var settings = HostSettings.Read(options);
            using var loggers = HostLog.Create(settings.Configuration);
            await using var run = new HostRun(settings, options, loggers);
            using var stopping = new CancellationTokenSource();
            using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
            using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
            await run.RunAsync(stopping.Token);
            return 0;

            void Stop(PosixSignalContext context)
            {
                context.Cancel = true;
                if (stopping.IsCancellationRequested)
                {
                    run.EndAtOnce();
                    // As shells say that a process died of SIGINT or SIGTERM.
                    Environment.Exit(context.Signal == PosixSignal.SIGINT ? 130 : 143);
                }

                stopping.CancelAsync();
            }
        }
        catch (LocalHostException exception)
        {
            await Console.Error.WriteLineAsync($"error: {exception.Message}");
            return 1;
        }
    }
}
