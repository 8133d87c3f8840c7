using System.Collections.ObjectModel;

namespace Functions.LocalHost;

/// <summary>What a local Functions host runs, and how.</summary>
public sealed record LocalHostOptions
{
    private const string Usage = "Usage: --app FOLDER [--root FOLDER] [--port N] [--urls URLS] [--storage PROVIDER]";

    /// <summary>The built worker: folder of worker.config.json, functions.metadata, host.json and the worker itself.</summary>
    public required string AppFolder { get; init; }

    /// <summary>Where local.settings.json and .serverless/ are; null: the current folder if it has host.json, else AppFolder.</summary>
    public string? RootFolder { get; init; }

    /// <summary>TCP port on loopback, 0 for any free; null: ASPNETCORE_URLS, Host:LocalHttpPort of local.settings.json, or 7071.</summary>
    public int? Port { get; init; }

    /// <summary>Addresses to listen on, separated by semicolons; outranks <see cref="Port"/>.</summary>
    public string? Urls { get; init; }

    /// <summary>Durable storage; null: AzureFunctionsJobHost__extensions__durableTask__storageProvider__type, else sqlite.</summary>
    public string? Storage { get; init; }

    /// <summary>Variables for the worker, which outrank all others; it is started when they are there, and the host fails with them.</summary>
    public Task<IReadOnlyDictionary<string, string>> WorkerEnvironment { get; init; } =
        Task.FromResult<IReadOnlyDictionary<string, string>>(ReadOnlyDictionary<string, string>.Empty);

    /// <summary>How long activities, timers and requests may still run after the host was told to stop.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The full path of the root folder.</summary>
    public string Root => Path.GetFullPath(RootFolder ?? (File.Exists("host.json") ? "." : AppFolder));

    /// <summary>Reads a command line.</summary>
    /// <exception cref="LocalHostException">An argument is missing, unknown or wrong.</exception>
    public static LocalHostOptions Parse(string[] args)
    {
        string[] known = ["--app", "--root", "--port", "--urls", "--storage"];
        if (Array.Find(args, arg => arg.StartsWith('-') && !known.Contains(arg.Split('=')[0])) is { } unknown)
        {
            throw new LocalHostException($"'{unknown}' is not understood. {Usage}");
        }

        var given = new ConfigurationBuilder().AddCommandLine(args).Build();
        return new LocalHostOptions
        {
            AppFolder = given["app"] ?? throw new LocalHostException($"--app is missing. {Usage}"),
            RootFolder = given["root"],
            Port = given["port"] is { } port ? HostSettings.ParsePort("--port", port) : null,
            Urls = given["urls"],
            Storage = given["storage"],
        };
    }

    /// <summary>Reads what the host goes by, for launchers that go by it too.</summary>
    /// <returns>host.json below AzureFunctionsJobHost, then the values of local.settings.json, then environment variables.</returns>
    /// <exception cref="LocalHostException">A file is missing, not JSON, or a value is wrong.</exception>
    public IConfiguration ReadConfiguration() => HostSettings.Read(this).Configuration;
}
