namespace Functions.LocalHost.Hosting;

/// <summary>
/// All settings of one run, read and checked before anything starts. Configuration is host.json below <see cref="JobHost"/>, then
/// local.settings.json, then environment variables; a FunctionTimeout of null is no limit; LocalValues go to the worker's environment.
/// </summary>
internal sealed record HostSettings(
    string AppFolder, string RootFolder, string Urls, string Storage, TimeSpan? FunctionTimeout, IConfiguration Configuration,
    IReadOnlyDictionary<string, string> LocalValues)
{
    /// <summary>The section that host.json is bound under, as on the real host.</summary>
    public const string JobHost = "AzureFunctionsJobHost";
    private const string Durable = "extensions:durableTask";
    private const string Provider = $"{Durable}:storageProvider";

    public string StateFolder => Path.Combine(RootFolder, ".serverless");
    public string RoutePrefix => Configuration[$"{JobHost}:extensions:http:routePrefix"] ?? "api";

    /// <summary>The file of the durable state; null with a provider that has none.</summary>
    public string? StateFile => Storage == "sqlite" ? Configuration[$"{JobHost}:{Provider}:file"] : null;

    /// <exception cref="LocalHostException">An argument is wrong, a file is missing or not JSON, or a value in it is wrong.</exception>
    public static HostSettings Read(string[] args)
    {
        string[] known = ["--app", "--root", "--port", "--urls", "--storage"];
        const string Usage = "Usage: --app FOLDER [--root FOLDER] [--port N] [--urls URLS] [--storage PROVIDER]";
        if (Array.Find(args, arg => arg.StartsWith('-') && !known.Contains(arg.Split('=')[0])) is { } unknown)
        {
            throw new LocalHostException($"'{unknown}' is not understood. {Usage}");
        }

        var given = new ConfigurationBuilder().AddCommandLine(args).Build();
        var app = Path.GetFullPath(given["app"] ?? throw new LocalHostException($"--app is missing. {Usage}"));
        var root = Path.GetFullPath(given["root"] ?? (File.Exists("host.json") ? "." : app));
        var hostFile = Path.Combine(app, "host.json");
        var hostJson = ReadJson(hostFile, optional: false);
        var localFile = Path.Combine(File.Exists(Path.Combine(root, "local.settings.json")) ? root : app, "local.settings.json");
        var local = ReadJson(localFile, optional: true);
        var values = ReadValues(localFile, local);
        var beside = new ConfigurationBuilder().AddInMemoryCollection(values.Select(
            item => KeyValuePair.Create(item.Key.Replace("__", ":", StringComparison.Ordinal), (string?)item.Value)))
            .AddEnvironmentVariables().Build();

        // host.json's own type is for Azure and does not count; nor does AzureWebJobsStorage, which apps set for other reasons.
        var storage = given["storage"] ?? beside[$"{JobHost}:{Provider}:type"] ?? "sqlite";
        storage = storage.Equals("sqlite", StringComparison.OrdinalIgnoreCase) ? "sqlite" : storage;
        var isMeant = storage.Equals(hostJson[$"{Provider}:type"] ?? "AzureStorage", StringComparison.OrdinalIgnoreCase);
        var kept = hostJson.AsEnumerable().Where(
            item => isMeant || !item.Key.StartsWith($"{Provider}:", StringComparison.OrdinalIgnoreCase));
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(kept.Select(item => KeyValuePair.Create($"{JobHost}:{item.Key}", item.Value)))
            .AddConfiguration(beside)
            .AddInMemoryCollection([
                new($"{JobHost}:{Provider}:type", storage),
                new("AzureWebJobsConfigurationSection", JobHost),
                new("FUNCTIONS_WORKER_RUNTIME", "dotnet-isolated"),
                // With it the extension believes in Linux Consumption and prints its telemetry on standard output.
                new("CONTAINER_NAME", ""),
            ]).Build();
        if (storage == "sqlite")
        {
            var hub = configuration[$"{JobHost}:{Durable}:hubName"] ?? "TestHubName";
            var file = configuration[$"{JobHost}:{Provider}:file"] ?? Path.Combine(".serverless", $"{hub}.db");
            configuration[$"{JobHost}:{Provider}:file"] = Path.GetFullPath(file, root);
        }

        var urls = given["urls"] ?? (given["port"] is null ? beside["ASPNETCORE_URLS"] : null);
        var port = given["port"] is { } chosen ? ParsePort("--port", chosen)
            : local["Host:LocalHttpPort"] is { } text ? ParsePort($"{localFile}: Host:LocalHttpPort", text) : 7071;
        // A free port cannot be had on both loopback addresses at once.
        var onLoopback = port == 0 ? "http://127.0.0.1:0" : string.Create(CultureInfo.InvariantCulture, $"http://localhost:{port}");
        var timeout = ParseTimeout(hostFile, configuration[$"{JobHost}:functionTimeout"]);
        return new HostSettings(app, root, urls ?? onLoopback, storage, timeout, configuration, values);
    }

    public static IConfiguration ReadJson(string file, bool optional)
    {
        try
        {
            return new ConfigurationBuilder().AddJsonFile(file, optional).Build();
        }
        catch (Exception exception) when (exception is InvalidDataException or FileNotFoundException or UnauthorizedAccessException)
        {
            var reason = exception is FileNotFoundException ? "it is missing" : (exception.InnerException ?? exception).Message;
            throw new LocalHostException($"{file} cannot be read: {reason.ReplaceLineEndings(" ")}", exception);
        }
    }

    private static int ParsePort(string where, string text) => ushort.TryParse(text, CultureInfo.InvariantCulture, out var port)
        ? port
        : throw new LocalHostException($"{where} is '{text}', and must be a TCP port, 0 to 65535.");

    private static Dictionary<string, string> ReadValues(string file, IConfiguration json) =>
        bool.TryParse(json["IsEncrypted"], out var encrypted) && encrypted
            ? throw new LocalHostException($"{file} is encrypted (IsEncrypted is true): decrypt it with 'func settings decrypt'.")
            : json.GetSection("Values").GetChildren().Concat(json.GetSection("ConnectionStrings").GetChildren()).ToDictionary(
                item => item.Path.StartsWith("Values:", StringComparison.OrdinalIgnoreCase) ? item.Key : item.Path,
                item => item.GetChildren().Any()
                    ? throw new LocalHostException($"{file}: {item.Path} must be a single value; write nested names as 'A__B'.")
                    : item.Value ?? "",
                StringComparer.OrdinalIgnoreCase);

    private static TimeSpan? ParseTimeout(string file, string? text) => text switch
    {
        // The real host's default where a plan sets no limit.
        null => TimeSpan.FromMinutes(30),
        "-1" => null,
        _ when TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var timeout) && timeout > TimeSpan.Zero => timeout,
        _ => throw new LocalHostException($"{file}: functionTimeout is '{text}', and must be a time such as 00:10:00, or -1 for none."),
    };
}
