using System.Net;
using System.Net.Sockets;

namespace Functions.LocalHost.Tests;

/// <summary>What is wrong from the start is told in one line, with an exit code that is not 0.</summary>
[Collection(StartsAndStops.Name)]
public sealed class StartUpErrorTests : IDisposable
{
    private const string Function = """[{"name": "F", "entryPoint": "A.F", "bindings": [""";
    private const string IdleFunction = Function + "]}]";
    private const string QueueFunction = Function + """{"name": "q", "type": "queueTrigger"}]}]""";
    private const string UnclosedFunction = Function + """{"name": "q", "type": "httpTrigger", "route": "{a"}]}]""";
    private const string MissingWorker =
        """{"description": {"language": "dotnet-isolated", "defaultExecutablePath": "/no/such"}}""";

    private readonly TempFolder _app = new();

    public StartUpErrorTests() => SampleHost.CopyApp(_app.Path);

    public void Dispose() => _app.Dispose();

    [Theory]
    [InlineData("host.json", null, "host.json cannot be read: it is missing")]
    [InlineData("host.json", "{", "host.json cannot be read: ")]
    [InlineData("host.json", """{"functionTimeout": "soon"}""", "functionTimeout is 'soon'")]
    [InlineData("local.settings.json", "{", "local.settings.json cannot be read: ")]
    [InlineData("local.settings.json", """{"IsEncrypted": true}""", "is encrypted")]
    [InlineData("local.settings.json", """{"Values": {"A": {"B": 1}}}""", "Values:A must be a single value")]
    [InlineData("functions.metadata", null, "functions.metadata cannot be read")]
    [InlineData("functions.metadata", "{", "functions.metadata: ")]
    [InlineData("functions.metadata", QueueFunction, "has a binding of type 'queueTrigger'")]
    [InlineData("functions.metadata", IdleFunction, "function 'F' has 0 triggers")]
    [InlineData("functions.metadata", UnclosedFunction, "the route 'api/{a'")]
    [InlineData("worker.config.json", """{"description": {"language": "node"}}""", "worker.config.json is not of an isolated .NET worker")]
    [InlineData("worker.config.json", MissingWorker, "The worker /no/such")]
    public async Task A_wrong_file_is_named(string file, string? content, string expected)
    {
        var path = Path.Combine(_app.Path, file);
        if (content is null)
        {
            File.Delete(path);
        }
        else
        {
            await File.WriteAllTextAsync(path, content);
        }

        await AssertFailsAsync(expected, "--port", "0");
    }

    [Fact]
    public async Task A_schedule_that_is_none_is_named()
    {
        var file = Path.Combine(_app.Path, "functions.metadata");
        var metadata = await File.ReadAllTextAsync(file);
        await File.WriteAllTextAsync(file, metadata.Replace("0 0 0 1 1 *", "daily", StringComparison.Ordinal));

        await AssertFailsAsync("Error indexing method 'Tick' The schedule expression 'daily'", "--port", "0");
    }

    [Fact]
    public async Task A_worker_that_was_built_anew_without_its_metadata_is_named()
    {
        var file = Path.Combine(_app.Path, "functions.metadata");
        var metadata = await File.ReadAllTextAsync(file);
        await File.WriteAllTextAsync(file, metadata.Replace("\"Tick\"", "\"Tock\"", StringComparison.Ordinal));

        await AssertFailsAsync("functions.metadata and the worker differ in 'T", "--port", "0");
    }

    [Fact]
    public async Task A_port_in_use_is_named()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        await AssertFailsAsync("address already in use", "--urls", $"http://{taken.LocalEndpoint}");
    }

    [Theory]
    [InlineData("Cannot listen on nonsense", "--urls", "nonsense")]
    [InlineData("--port is '70000'", "--port", "70000")]
    [InlineData("'--colour' is not understood", "--colour", "red")]
    [InlineData("Durable storage 'Papyrus' is unknown: choose ", "--port", "0", "--storage", "Papyrus")]
    public async Task A_wrong_argument_is_named(string expected, params string[] args) => await AssertFailsAsync(expected, args);

    private async Task AssertFailsAsync(string expected, params string[] args)
    {
        var (exitCode, output, error) = await SampleHost.RunToEndAsync(["--app", _app.Path, "--root", _app.Path, .. args]);

        Assert.Equal(1, exitCode);
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.StartsWith("error: ", error, StringComparison.Ordinal);
        Assert.Equal(1, error.Count(character => character == '\n'));
        Assert.DoesNotContain("   at ", output + error, StringComparison.Ordinal);
    }
}
