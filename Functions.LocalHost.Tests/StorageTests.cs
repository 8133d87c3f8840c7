using System.Net;
using System.Net.Sockets;
using Microsoft.Data.Sqlite;

namespace Functions.LocalHost.Tests;

/// <summary>What is wrong with the durable storage ends the start in its own words, before anything listens.</summary>
[Collection(StartsAndStops.Name)]
public sealed class StorageTests : IDisposable
{
    private const string Section = "AzureFunctionsJobHost__extensions__durableTask__storageProvider__";

    private readonly TempFolder _root = new();

    private string State => Path.Combine(_root.Path, "state.db");

    public void Dispose() => _root.Dispose();

    [Fact]
    public async Task A_file_that_another_process_holds()
    {
        await using var held = new FileStream($"{State}.lock", FileMode.Create, FileAccess.ReadWrite, FileShare.None);

        await AssertRefusedAsync($"The durable state in {State} is used by another process: stop that one, or configure another file.");
    }

    [Fact]
    public async Task A_damaged_file()
    {
        await File.WriteAllTextAsync(State, new string('x', 4096));

        await AssertRefusedAsync($"The durable state in {State} cannot be used: ");
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written() => await AssertRefusedAsync(
        "The durable state in /proc/nowhere/state.db cannot be used: ", ($"{Section}file", "/proc/nowhere/state.db"));

    [Fact]
    public async Task A_file_of_a_newer_schema()
    {
        Execute("PRAGMA application_id = 0x44545371; PRAGMA user_version = 99; CREATE TABLE of_tomorrow (id TEXT);");

        await AssertRefusedAsync("schema version 99");
    }

    [Fact]
    public async Task A_file_of_the_former_runtime()
    {
        string[] tables = ["instances", "inbox", "activities", "entities"];
        Execute(string.Concat(tables.Select(table => $"CREATE TABLE {table} (id TEXT);")));

        await AssertRefusedAsync(
            $"The durable state in {State} was written by the former runtime, which this program cannot continue: "
            + "move the file away or delete it, and the state begins anew.");
    }

    [Theory]
    [InlineData("synchronous", "Sometimes", "it must be Full or Normal")]
    [InlineData("retention", "a while", "it must be a time of more than zero")]
    public async Task A_setting_of_the_provider_that_does_not_keep_its_rule(string key, string value, string rule) =>
        await AssertRefusedAsync($"storageProvider:{key} is '{value}': {rule}", ($"{Section}{key}", value));

    [Fact]
    [Trait("Category", "Azurite")]
    public async Task Azure_Storage_that_nobody_serves_after_all_tries_of_its_client()
    {
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var port = ((IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();

        await AssertRefusedAsync(
            "Azure Storage cannot be used: Connection refused",
            ($"{Section}type", "AzureStorage"),
            ("AzureWebJobsStorage", Azurite.Connection(port, port, port)));
    }

    [Fact]
    public async Task Azure_Storage_of_which_nothing_is_said() =>
        await AssertRefusedAsync("AzureWebJobsStorage", ($"{Section}type", "AzureStorage"));

    private async Task AssertRefusedAsync(string expected, params (string Key, string Value)[] settings)
    {
        var (exitCode, output, error) = await SampleHost.RunToEndAsync(
            ["--app", Paths.App, "--root", _root.Path, "--port", "0"], [($"{Section}file", State), .. settings]);

        Assert.Equal(1, exitCode);
        Assert.StartsWith("error: ", error, StringComparison.Ordinal);
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.Equal(1, error.Count(character => character == '\n'));
        Assert.DoesNotContain("listening", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output + error, StringComparison.Ordinal);
    }

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={State};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
