namespace Functions.LocalHost.Hosting;

/// <summary>One run of the host: worker and extension come up side by side, and go down in turn.</summary>
internal sealed class HostRun : IAsyncDisposable
{
    private static readonly TimeSpan s_workerGrace = TimeSpan.FromSeconds(5);

    private readonly HostSettings _settings;
    private readonly LocalHostOptions _options;
    private readonly ILoggerFactory _loggers;
    private readonly ILogger _logger;
    private readonly FunctionCatalog _catalog;
    private readonly DurableWebhooks _webhooks = new();
    private readonly WorkerSupervisor _supervisor;
    private readonly FunctionRunner _runner;
    private readonly HttpFunctions _http;
    private HttpFront? _front;
    private RpcServer? _rpc;
    private IHost? _jobHost;
    private Task? _extension;

    public HostRun(HostSettings settings, LocalHostOptions options, ILoggerFactory loggers)
    {
        (_settings, _options, _loggers, _logger) = (settings, options, loggers, loggers.CreateLogger("LocalHost"));
        _catalog = FunctionCatalog.Read(settings.AppFolder, settings.Configuration);
        _supervisor = new WorkerSupervisor(settings, _catalog, loggers, TimeProvider.System);
        _runner = new FunctionRunner(_catalog, _supervisor, TimeProvider.System);
        _http = new HttpFunctions(_webhooks, _supervisor, TimeProvider.System);
    }

    /// <summary>Runs until stopped.</summary>
    /// <exception cref="LocalHostException">It cannot start or go on.</exception>
    public async Task RunAsync(CancellationToken stopping)
    {
        try
        {
            // Side by side; whichever fails first says why.
            var stopped = Task.Delay(Timeout.Infinite, stopping);
            var worker = Task.Run(RunWorkerAsync, CancellationToken.None);
            _extension = Task.Run(StartExtensionAsync, CancellationToken.None);
            await await Task.WhenAny(worker, stopped, _extension);
            await await Task.WhenAny(worker, _supervisor.LoadedAsync(stopping));
            Open();
            await await Task.WhenAny(worker, stopped);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await StopAsync();
        }
    }

    /// <summary>Leaves nothing behind, without a grace.</summary>
    public void EndAtOnce() => _supervisor.Kill();

    public async ValueTask DisposeAsync()
    {
        await _supervisor.StopAsync(TimeSpan.Zero);
        await (_front?.DisposeAsync() ?? default);
        await (_rpc?.DisposeAsync() ?? default);
        _jobHost?.Dispose();
    }

    private async Task RunWorkerAsync()
    {
        _rpc = await RpcServer.StartAsync(_supervisor, _loggers);
        await _supervisor.RunAsync(_rpc.Address, await _options.WorkerEnvironment);
    }

    private async Task StartExtensionAsync()
    {
        _jobHost = DurableJobHost.Build(_settings, _catalog, _runner, _supervisor, _webhooks, _loggers);
        await DurableJobHost.OpenStorageAsync(_jobHost, _settings.Storage);
        _front = await HttpFront.StartAsync(_settings, _catalog, _http, _loggers);
        _webhooks.Address = _front.Addresses[0];
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
        foreach (var function in _catalog.All.Where(function => function.IsHttp || function.IsTimer || !_catalog.Enabled.Contains(function)))
        {
            _logger.LogInformation("{Function}: {What}", function.Name, !_catalog.Enabled.Contains(function) ? "disabled"
                : function.IsTimer ? $"timer {function.Trigger["schedule"]}"
                : $"[{string.Join(',', function.Methods)}] {new Uri(_front!.Addresses[0], function.PathBelow(_settings.RoutePrefix))}");
        }

        var counts = _catalog.Enabled.CountBy(function => function.Trigger.Type).ToDictionary();
        _logger.LogInformation(
            "Durable functions: {Orchestrators} orchestrators, {Activities} activities, {Entities} entities",
            counts.GetValueOrDefault("orchestrationTrigger"), counts.GetValueOrDefault("activityTrigger"),
            counts.GetValueOrDefault("entityTrigger"));
        _logger.LogInformation("Durable storage: {Storage}", _settings.StateFile is { } file ? $"sqlite ({file})" : _settings.Storage);
        foreach (var address in _front!.Addresses)
        {
            _logger.LogInformation("Now listening on: {Address}", address.ToString().TrimEnd('/'));
        }
    }

    private async Task StopAsync()
    {
        _logger.LogInformation("Stopping: what runs gets its grace; Ctrl-C once more ends it at once");
        await (_front?.StopAsync(_options.Grace / 2) ?? Task.CompletedTask);
        if (_extension is { IsCompletedSuccessfully: true })
        {
            // First the extension is told, so that what fails from now on counts as not done.
            _jobHost!.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
            await _runner.DrainAsync(_options.Grace);
            await _jobHost.StopAsync(s_workerGrace);
        }

        await _supervisor.StopAsync(s_workerGrace);
        _logger.LogInformation("Stopped");
    }
}
