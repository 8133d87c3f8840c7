namespace Functions.LocalHost;

/// <summary>A small Functions host for any isolated .NET app with HTTP, timer and durable triggers.</summary>
public static class LocalFunctionsHost
{
    /// <summary>
    /// Runs an app until Ctrl-C or SIGTERM: no more requests are taken, what runs gets its grace, the worker ends; a second signal ends all
    /// at once. What goes wrong is told in one line on standard error.
    /// </summary>
    /// <param name="args">
    /// --app: the folder of the built worker. --root: where local.settings.json and .serverless/ are; else the current folder if it has
    /// host.json, else the app's. --port: on loopback, 0 for any; else as func. --urls: addresses. --storage: the durability provider.
    /// </param>
    /// <param name="prepare">Makes variables for the worker, which outrank all others, of the configuration and the root folder.</param>
    /// <returns>The exit code: 0 after a graceful stop, else 1.</returns>
    public static async Task<int> RunAsync(
        string[] args, Func<IConfiguration, string, Task<IReadOnlyDictionary<string, string>>>? prepare = null)
    {
        try
        {
            var settings = HostSettings.Read(args);
            var variables = prepare?.Invoke(settings.Configuration, settings.RootFolder);
            using var loggers = HostLog.Create(settings.Configuration);
            var catalog = FunctionCatalog.Read(settings.AppFolder, settings.Configuration);
            var supervisor = new WorkerSupervisor(settings, catalog, loggers, TimeProvider.System);
            await using var run = new HostRun(settings, catalog, supervisor, variables, loggers);
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
                    supervisor.Kill();
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

/// <summary>The host cannot start or go on; the message is one line for whoever started it: what, why, what to do.</summary>
public sealed class LocalHostException(string message, Exception? inner = null) : Exception(message, inner);
