using System.Globalization;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace Functions.SimulatedCluster.Objects;

/// <summary>Objects that outlive the process: every change is written through, in order.</summary>
internal sealed class ObjectFile : IDisposable
{
    // Unlike the key of any object.
    private const string VersionKey = "version";

    private readonly SqliteConnection _connection;
    private readonly Channel<(string Key, string? Json, long Version)> _changes = Channel.CreateUnbounded<(string, string?, long)>();
    private readonly Task _writing;

    public ObjectFile(string path)
    {
        _connection = new SqliteConnection($"Data Source={path};Pooling=False");
        _connection.Open();
        Execute(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; CREATE TABLE IF NOT EXISTS objects (key TEXT PRIMARY KEY, "
            + "json TEXT NOT NULL) WITHOUT ROWID;");
        _writing = Task.Run(WriteAsync);
    }

    /// <summary>The version of the last change; known once loaded, 0 when the file does not tell.</summary>
    public long LastVersion { get; private set; }

    public IReadOnlyList<(string Resource, string Namespace, string Name, byte[] Json)> Load()
    {
        using var command = _connection.CreateCommand();
        command.CommandText = "SELECT key, json FROM objects";
        using var reader = command.ExecuteReader();
        var objects = new List<(string, string, string, byte[])>();
        while (reader.Read())
        {
            var key = reader.GetString(0).Split('/', 3);
            if (key.Length == 3)
            {
                objects.Add((key[0], key[1], key[2], reader.GetFieldValue<byte[]>(1)));
            }
            else
            {
                LastVersion = reader.GetInt64(1);
            }
        }

        return objects;
    }

    /// <summary>Writes an object, or removes it when there is no JSON.</summary>
    public void Write(ObjectKey key, JsonObject? value, long version) =>
        _changes.Writer.TryWrite(($"{key.Kind.Resource}/{key.Namespace}/{key.Name}", value?.ToJsonString(), version));

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
            var version = 0L;
            while (_changes.Reader.TryRead(out var change))
            {
                Write(change.Key, change.Json);
                version = change.Version;
            }

            Write(VersionKey, version.ToString(CultureInfo.InvariantCulture));
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
