using Functions.LocalRuntime.Storage;
using Microsoft.Data.Sqlite;

namespace Functions.Tests.Runtime;

public sealed class StateFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string File => Path.Combine(_folder.Path, "durable.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_second_user_is_refused_until_the_first_is_gone()
    {
        await using (new SqliteTaskStore(File))
        {
            var refusal = Assert.Throws<InvalidOperationException>(() => new SqliteTaskStore(File));
            Assert.Contains("used by another process", refusal.Message, StringComparison.Ordinal);
        }

        await using var again = new SqliteTaskStore(File);
    }

    [Fact]
    public async Task A_file_that_a_newer_program_wrote_is_refused_and_left_alone()
    {
        await new SqliteTaskStore(File).DisposeAsync();
        await using (var connection = new SqliteConnection($"Data Source={File};Pooling=False"))
        {
            await connection.OpenAsync();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA user_version = 99";
            await command.ExecuteNonQueryAsync();
        }

        var refusal = Assert.Throws<InvalidOperationException>(() => new SqliteTaskStore(File));
        Assert.Contains("schema version 99", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(File, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_state_is_refused_by_name()
    {
        System.IO.File.WriteAllText(File, new string('x', 4096));

        var refusal = Assert.Throws<InvalidOperationException>(() => new SqliteTaskStore(File));
        Assert.Contains(File, refusal.Message, StringComparison.Ordinal);
    }
}
