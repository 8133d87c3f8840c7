using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace DurableTask.Sqlite.Storage;

/// <summary>Connections that read, each with its prepared statements, kept for the next reader.</summary>
internal sealed class SqliteReaders(string file) : IDisposable
{
    private readonly ConcurrentBag<(SqliteConnection Connection, SqliteStatements Statements)> _idle = [];

    public List<T> Read<T>(string sql, Func<SqliteDataReader, T> map, params ReadOnlySpan<object?> values)
    {
        if (!_idle.TryTake(out var reader))
        {
            var connection = SqliteFile.Connect(file);
            reader = (connection, new SqliteStatements(connection));
        }

        var rows = reader.Statements.Read(sql, map, values);
        _idle.Add(reader);
        return rows;
    }

    public void Dispose()
    {
        while (_idle.TryTake(out var reader))
        {
            reader.Statements.Dispose();
            reader.Connection.Dispose();
        }
    }
}
