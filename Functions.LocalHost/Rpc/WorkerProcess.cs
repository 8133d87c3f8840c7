namespace Functions.LocalHost.Rpc;

/// <summary>One process of the worker, started as its worker.config.json says.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private const int KeptLines = 20;

    // What this process got to listen on is not for the worker's own web server; with a container's name see HostSettings.
    private static readonly string[] s_notForWorker = ["CONTAINER_NAME", "ASPNETCORE_URLS", "ASPNETCORE_HTTP_PORTS", "DOTNET_URLS", "URLS"];

    private readonly Process _process = new() { EnableRaisingEvents = true };
    private readonly ConcurrentQueue<string> _lastLines = new();
    private readonly TaskCompletionSource _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <exception cref="LocalHostException">worker.config.json is wrong, or the operating system cannot start the worker.</exception>
    public WorkerProcess(HostSettings settings, IEnumerable<KeyValuePair<string, string>> variables, ILogger logger)
    {
        _process.StartInfo = Describe(settings);
        foreach (var (name, value) in variables)
        {
            _process.StartInfo.Environment[name] = value;
        }

        Array.ForEach(s_notForWorker, name => _process.StartInfo.Environment.Remove(name));
        // Not WaitForExit, which also waits for children that hold the output open.
        _process.Exited += (_, _) => _exited.TrySetResult();
        _process.OutputDataReceived += Read;
        _process.ErrorDataReceived += Read;
        try
        {
            _process.Start();
            _process.BeginOutputReadLine();
            _process.BeginErrorReadLine();
        }
        catch (Win32Exception exception)
        {
            throw new LocalHostException($"The worker {_process.StartInfo.FileName} cannot be started: {exception.Message}", exception);
        }

        void Read(object sender, DataReceivedEventArgs output)
        {
            if (!string.IsNullOrWhiteSpace(output.Data))
            {
                logger.LogInformation("{Line}", output.Data);
                _lastLines.Enqueue(output.Data);
                _ = _lastLines.Count > KeptLines && _lastLines.TryDequeue(out _);
            }
        }
    }

    public int Id => _process.Id;
    public Task Exited => _exited.Task;

    public async Task<string> DescribeEndAsync()
    {
        // What it printed last may still be on its way; a child that lives on may hold the pipe for ever.
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await _process.WaitForExitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return string.Create(CultureInfo.InvariantCulture, $"exit code {_process.ExitCode}") + (_lastLines.IsEmpty
            ? ", without a word"
            : $"; its last lines:{string.Concat(_lastLines.Select(line => $"{Environment.NewLine}  {line}"))}");
    }

    public void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
    }

    public void Dispose() => _process.Dispose();

    private static ProcessStartInfo Describe(HostSettings settings)
    {
        var file = Path.Combine(settings.AppFolder, "worker.config.json");
        var description = HostSettings.ReadJson(file, optional: false).GetSection("description");
        if (description["language"] is not "dotnet-isolated" || description["defaultExecutablePath"] is not { } executable)
        {
            throw new LocalHostException($"{file} is not of an isolated .NET worker.");
        }

        string[] arguments = executable == "dotnet" ? [Path.Combine(settings.AppFolder, description["defaultWorkerPath"] ?? "")] : [];
        var fileName = executable == "dotnet"
            ? Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? executable
            : executable.Replace("{WorkerRoot}", settings.AppFolder + Path.DirectorySeparatorChar, StringComparison.Ordinal);
        var start = new ProcessStartInfo(fileName, arguments);
        if (System.OperatingSystem.IsWindows())
        {
            // Elsewhere WorkerWatch does it: Ctrl-C is for the host.
            start.CreateNewProcessGroup = true;
        }

        (start.WorkingDirectory, start.RedirectStandardOutput, start.RedirectStandardError) = (settings.AppFolder, true, true);
        return start;
    }
}
