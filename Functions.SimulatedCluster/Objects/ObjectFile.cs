using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace Functions.SimulatedCluster.Objects;

/// <summary>Objects that outlive the process: every change is written through, in order.</summary>
internal sealed class ObjectFile : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Channel<(string Key, string? Json)> _changes = Channel.CreateUnbounded<(string, string?)>();
    private readonly Task _writing;

    public ObjectFile(string path)
    {
        _connection = new SqliteConnection($"Data Source={path};Pooling=False");
        _connection.Open();
        Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; CREATE TABLE IF NOT EXISTS objects (key TEXT PRIMARY KEY, json TEXT NOT NULL) WITHOUT ROWID;");
        _writing = Task.Run(WriteAsync);
    }

    public IReadOnlyList<JsonObject> Load()
    {
        using var command = _connection.CreateCommand();
        command.CommandText = "SELECT json FROM objects";
        using var reader = command.ExecuteReader();
        var objects = new List<JsonObject>();
        while (reader.Read())
        {
            objects.Add((JsonObject)JsonNode.Parse(reader.GetString(0))!);
        }

        return objects;
    }

    /// <summary>Writes an object, or removes it when there is no JSON.</summary>
    public void Write(ObjectKey key, JsonObject? value) => _changes.Writer.TryWrite(($"{key.Kind.Resource}/{key.Namespace}/{key.Name}", value?.ToJsonString()));

    public void Dispose()
    {
        _changes.Writer.TryComplete();
        _writing.GetAwaiter().GetResult();
        _connection.Dispose();
    }

    private async Task WriteAsync()
    {
        while (await _changes.Reader.WaitToReadAsync())
        {
            Execute("BEGIN");
            while (_changes.Reader.TryRead(out var change))
            {
                Write(change.Key, change.Json);
            }

            Execute("COMMIT");
        }
    }

    private void Write(string key, string? json)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = json is null ? "DELETE FROM objects WHERE key = $key" : "INSERT OR REPLACE INTO objects VALUES ($key, $json)";
        command.Parameters.AddWithValue("$key", key);
        command.Parameters.AddWithValue("$json", (object?)json ?? DBNull.Value);
        command.ExecuteNonQuery();
    }

    private void Execute(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
