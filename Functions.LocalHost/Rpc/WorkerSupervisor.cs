namespace Functions.LocalHost.Rpc;

/// <summary>Keeps one worker running, and starts it again when it dies.</summary>
internal sealed class WorkerSupervisor(HostSettings settings, FunctionCatalog catalog, ILoggerFactory loggers, TimeProvider clock)
{
    // Deaths in a row of workers that were of no use; then it is not chance.
    private const int MostUselessDeaths = 5;
    private static readonly TimeSpan s_startLimit = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_exitLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_longLife = TimeSpan.FromSeconds(10);

    private readonly ILogger _logger = loggers.CreateLogger("LocalHost");
    private volatile TaskCompletionSource<LoadedWorker> _loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile WorkerChannel? _channel;
    private volatile WorkerProcess? _process;
    private volatile bool _stopping;

    /// <summary>The worker that takes invocations; null while there is none, as of its process.</summary>
    public LoadedWorker? Current => _loaded.Task is { IsCompletedSuccessfully: true } task ? task.Result : null;

    public int? ProcessId => _process is { Exited.IsCompleted: false } process ? process.Id : null;
    public Task<LoadedWorker> LoadedAsync(CancellationToken cancellationToken) => _loaded.Task.WaitAsync(cancellationToken);

    // Whoever else connects was not started by this host.
    public WorkerChannel? Expected(string? workerId) => _channel is { } channel && channel.WorkerId == workerId ? channel : null;

    public async Task RunAsync(Uri hostEndpoint, IReadOnlyDictionary<string, string>? given)
    {
        var useless = 0;
        for (var isFirst = true; !_stopping; isFirst = false)
        {
            var channel = _channel = new WorkerChannel(loggers);
            using var process = new WorkerProcess(
                settings, Variables(hostEndpoint, channel.WorkerId, given), loggers.CreateLogger("Worker"));
            _process = process;
            var wasLoaded = await LoadAsync(channel, process);
            var loaded = clock.GetTimestamp();
            if (wasLoaded)
            {
                await Task.WhenAny(process.Exited, channel.Closed);
                // Of no more use without its stream, which may merely have ended first.
                _loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            await EndWithinAsync(process, s_exitLimit);
            channel.End();
            if (_stopping)
            {
                return;
            }

            useless = wasLoaded && (channel.HasServed || clock.GetElapsedTime(loaded) > s_longLife) ? 0 : useless + 1;
            var end = await process.DescribeEndAsync();
            if ((isFirst && !wasLoaded) || useless == MostUselessDeaths)
            {
                throw new LocalHostException($"The worker {(isFirst ? "cannot start" : $"ended {useless} times in a row")}: {end}");
            }

            _logger.LogError("The worker ended and is started again: {End}", end);
            await Task.Delay(TimeSpan.FromMilliseconds(useless == 0 ? 0 : 100 << useless), clock);
        }
    }

    public void Kill() => _process?.Kill();

    /// <summary>Has the worker end by itself, and at once after the grace.</summary>
    public async Task StopAsync(TimeSpan grace)
    {
        _stopping = true;
        _channel?.Terminate(grace);
        await (_process is { } process ? EndWithinAsync(process, Current is null ? TimeSpan.Zero : grace) : Task.CompletedTask);
    }

    private async Task EndWithinAsync(WorkerProcess process, TimeSpan limit)
    {
        await process.Exited.WaitAsync(limit, clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        process.Kill();
        await process.Exited;
    }

    private async Task<bool> LoadAsync(WorkerChannel channel, WorkerProcess process)
    {
        try
        {
            var loading = LoadedWorker.LoadAsync(channel, catalog, settings.AppFolder);
            if (await Task.WhenAny(loading, process.Exited).WaitAsync(s_startLimit, clock) != loading)
            {
                return false;
            }

            foreach (var (function, error) in (await loading).LoadErrors)
            {
                _logger.LogError("Function '{Function}' cannot be loaded, and fails when it is called: {Error}", function, error);
            }

            return _loaded.TrySetResult(await loading);
        }
        catch (WorkerProcessExitException)
        {
            return false;
        }
        catch (Exception exception)
        {
            await EndWithinAsync(process, TimeSpan.Zero);
            throw exception is TimeoutException
                ? new LocalHostException($"The worker did not come up within {s_startLimit.TotalSeconds} s.", exception)
                : exception;
        }
    }

    // The protocol's outrank the launcher's, these the environment's, and these those of local.settings.json.
    private IEnumerable<KeyValuePair<string, string>> Variables(Uri host, string workerId, IReadOnlyDictionary<string, string>? given)
    {
        var watch = Path.Combine(AppContext.BaseDirectory, "Functions.LocalHost.WorkerWatch.dll");
        var hooks = Environment.GetEnvironmentVariable("DOTNET_STARTUP_HOOKS");
        Dictionary<string, string> own = new()
        {
            ["FUNCTIONS_WORKER_RUNTIME"] = "dotnet-isolated",
            // The worker builds its HTTP routes from the host.json there.
            ["FUNCTIONS_APPLICATION_DIRECTORY"] = settings.AppFolder,
            ["Functions__Worker__HostEndpoint"] = host.ToString(),
            ["Functions__Worker__WorkerId"] = workerId,
            ["Functions__Worker__RequestId"] = workerId,
            ["Functions__Worker__GrpcMaxMessageLength"] = int.MaxValue.ToString(CultureInfo.InvariantCulture),
            // Callers need no key here: whether that is safe depends on who can call.
            ["FUNCTIONS_LOCALHOST_URLS"] = settings.Urls,
            // A worker outlives a host that dies: see WorkerWatch.
            ["FUNCTIONS_LOCALHOST_PROCESS"] = Environment.ProcessId.ToString(CultureInfo.InvariantCulture),
            ["DOTNET_STARTUP_HOOKS"] = string.IsNullOrEmpty(hooks) ? watch : $"{hooks}{Path.PathSeparator}{watch}",
        };
        return settings.LocalValues.Prepend(new("AZURE_FUNCTIONS_ENVIRONMENT", "Development")).Where(
            local => Environment.GetEnvironmentVariable(local.Key) is null).Concat(given ?? own).Concat(own);
    }
}
