namespace Functions.LocalHost.Hosting;

/// <summary>One run of the host: worker and extension come up side by side, and go down in turn.</summary>
internal sealed class HostRun(
    HostSettings settings, FunctionCatalog catalog, WorkerSupervisor supervisor, Task<IReadOnlyDictionary<string, string>>? variables,
    ILoggerFactory loggers) : IAsyncDisposable
{
    // How long activities, timers and requests may still run after the host was told to stop, and then the worker.
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_workerGrace = TimeSpan.FromSeconds(5);

    private readonly ILogger _logger = loggers.CreateLogger("LocalHost");
    private readonly FunctionRunner _runner = new(catalog, supervisor, TimeProvider.System);
    private readonly HttpFunctions _http = new(supervisor, TimeProvider.System);
    private HttpFront? _front;
    private RpcServer? _rpc;
    private IHost? _jobHost;
    private Task? _extension;

    public async Task RunAsync(CancellationToken stopping)
    {
        try
        {
            // Side by side; whichever fails first says why.
            var stopped = Task.Delay(Timeout.Infinite, stopping);
            var worker = Task.Run(RunWorkerAsync, CancellationToken.None);
            _extension = Task.Run(StartExtensionAsync, CancellationToken.None);
            await await Task.WhenAny(worker, stopped, _extension);
            await await Task.WhenAny(worker, supervisor.LoadedAsync(stopping));
            Open();
            await await Task.WhenAny(worker, stopped);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await StopAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await supervisor.StopAsync(TimeSpan.Zero);
        await (_front?.DisposeAsync() ?? default);
        await (_rpc?.DisposeAsync() ?? default);
        _jobHost?.Dispose();
    }

    private async Task RunWorkerAsync()
    {
        _rpc = await RpcServer.StartAsync(supervisor, loggers);
        await supervisor.RunAsync(_rpc.Address, variables is null ? null : await variables);
    }

    private async Task StartExtensionAsync()
    {
        _jobHost = DurableJobHost.Build(settings, catalog, _runner, supervisor, _http.Webhooks, loggers);
        await DurableJobHost.OpenStorageAsync(_jobHost, settings.Storage);
        _front = await HttpFront.StartAsync(settings, catalog, _http, loggers);
        _http.Webhooks.Address = _front.Addresses[0];
        try
        {
            await _jobHost.StartAsync(CancellationToken.None);
        }
        catch (Exception exception)
        {
            var texts = string.Join(' ', new[] { exception.Message, exception.GetBaseException().Message }.Distinct());
            throw new LocalHostException($"The functions cannot run: {texts.ReplaceLineEndings(" ")}", exception);
        }
    }

    private void Open()
    {
        _http.Open(_jobHost!.Services.GetRequiredService<IJobHost>());
        foreach (var function in catalog.All.Except(catalog.Enabled))
        {
            _logger.LogInformation("{Function}: disabled", function.Name);
        }

        foreach (var function in catalog.Enabled.Where(function => function.IsHttp || function.IsTimer))
        {
            _logger.LogInformation("{Function}: {What}", function.Name, function.IsTimer ? $"timer {function.Trigger["schedule"]}"
                : $"[{string.Join(',', function.Methods)}] {new Uri(_front!.Addresses[0], function.PathBelow(settings.RoutePrefix))}");
        }

        _logger.LogInformation("Durable functions: {Orchestrators} orchestrators, {Activities} activities, {Entities} entities",
            Count("orchestrationTrigger"), Count("activityTrigger"), Count("entityTrigger"));
        _logger.LogInformation("Durable storage: {Storage}", settings.StateFile is { } file ? $"sqlite ({file})" : settings.Storage);
        foreach (var address in _front!.Addresses)
        {
            _logger.LogInformation("Now listening on: {Address}", address.ToString().TrimEnd('/'));
        }

        int Count(string trigger) => catalog.Enabled.Count(function => function.Trigger.Type == trigger);
    }

    private async Task StopAsync()
    {
        _logger.LogInformation("Stopping: what runs gets its grace; Ctrl-C once more ends it at once");
        await (_front?.StopAsync(s_grace / 2) ?? Task.CompletedTask);
        if (_extension is { IsCompletedSuccessfully: true })
        {
            // First the extension is told, so that what fails from now on counts as not done.
            _jobHost!.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
            await _runner.DrainAsync(s_grace);
            await _jobHost.StopAsync(s_workerGrace);
        }

        await supervisor.StopAsync(s_workerGrace);
        _logger.LogInformation("Stopped");
    }
}
