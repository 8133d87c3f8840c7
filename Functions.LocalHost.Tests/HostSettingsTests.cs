using Functions.LocalHost.Hosting;

namespace Functions.LocalHost.Tests;

public sealed class HostSettingsTests : IDisposable
{
    private const string Section = "AzureFunctionsJobHost:extensions:durableTask";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Sqlite_is_taken_whatever_host_json_says_for_Azure_and_its_keys_for_Azure_do_not_disturb()
    {
        var settings = Read(
            """
            {"extensions": {"durableTask": {"hubName": "Hub", "maxConcurrentActivityFunctions": 3,
                "storageProvider": {"type": "AzureStorage", "partitionCount": 2}}}}
            """,
            """{"Values": {"AzureWebJobsStorage": "UseDevelopmentStorage=true"}}""");

        Assert.Equal("sqlite", settings.Storage);
        Assert.Equal("sqlite", settings.Configuration[$"{Section}:storageProvider:type"]);
        Assert.Equal(Path.Combine(_folder.Path, ".serverless", "Hub.db"), settings.Configuration[$"{Section}:storageProvider:file"]);
        Assert.Null(settings.Configuration[$"{Section}:storageProvider:partitionCount"]);
        Assert.Equal("3", settings.Configuration[$"{Section}:maxConcurrentActivityFunctions"]);
    }

    [Fact]
    public void A_setting_chooses_another_storage_and_the_command_line_outranks_it()
    {
        const string HostJson =
            """{"extensions": {"durableTask": {"storageProvider": {"type": "AzureStorage", "partitionCount": 2}}}}""";
        const string Local = """{"Values": {"AzureFunctionsJobHost__extensions__durableTask__storageProvider__type": "azurestorage"}}""";

        var chosen = Read(HostJson, Local);
        Assert.Equal("azurestorage", chosen.Storage);
        Assert.Equal("2", chosen.Configuration[$"{Section}:storageProvider:partitionCount"]);
        Assert.Null(chosen.Configuration[$"{Section}:storageProvider:file"]);
        Assert.Equal("sqlite", Read(HostJson, Local, storage: "sqlite").Storage);
    }

    [Fact]
    public void Settings_outrank_host_json_and_a_file_for_sqlite_is_found_from_the_root()
    {
        var settings = Read(
            """
            { /* comment */ "functionTimeout": "00:05:00", "extensions": {"http": {"routePrefix": "x"},
                "durableTask": {"storageProvider": {"type": "sqlite", "file": "a.db", "synchronous": "Normal"}}}}
            """,
            """
            {"Values": {"AzureFunctionsJobHost__functionTimeout": "-1", "A__B": 1}, "Host": {"LocalHttpPort": 7099},
                "ConnectionStrings": {"C": "d"}}
            """);

        Assert.Null(settings.FunctionTimeout);
        Assert.Equal("x", settings.RoutePrefix);
        Assert.Equal("http://localhost:7099", settings.Urls);
        Assert.Equal(Path.Combine(_folder.Path, "a.db"), settings.Configuration[$"{Section}:storageProvider:file"]);
        Assert.Equal("Normal", settings.Configuration[$"{Section}:storageProvider:synchronous"]);
        Assert.Equal(("1", "d"), (settings.LocalValues["A__B"], settings.LocalValues["ConnectionStrings:C"]));
        Assert.Equal("1", settings.Configuration["A:B"]);
    }

    [Fact]
    public void Without_a_word_functions_get_half_an_hour_on_the_port_of_func()
    {
        var settings = Read("{}", null);

        Assert.Equal(TimeSpan.FromMinutes(30), settings.FunctionTimeout);
        Assert.Equal(("http://localhost:7071", "api"), (settings.Urls, settings.RoutePrefix));
        Assert.Equal("http://127.0.0.1:0", Read("{}", null, port: 0).Urls);
    }

    private HostSettings Read(string hostJson, string? localSettings, string? storage = null, int? port = null)
    {
        File.WriteAllText(Path.Combine(_folder.Path, "host.json"), hostJson);
        if (localSettings is not null)
        {
            File.WriteAllText(Path.Combine(_folder.Path, "local.settings.json"), localSettings);
        }

        return HostSettings.Read(
        [
            "--app", _folder.Path, "--root", _folder.Path,
            .. storage is null ? Array.Empty<string>() : ["--storage", storage],
            .. port is null ? Array.Empty<string>() : ["--port", $"{port}"],
        ]);
    }
}
