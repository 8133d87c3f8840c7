using System.Globalization;
using DurableTask.Sqlite.Storage;

namespace DurableTask.Sqlite.Tests;

/// <summary>Looks into a file from outside.</summary>
internal static class Rows
{
    public static long Count(string file, string table) =>
        Convert.ToInt64(Scalar(file, $"SELECT COUNT(*) FROM {table}"), CultureInfo.InvariantCulture);

    public static object? Scalar(string file, string sql)
    {
        using var connection = SqliteFile.Connect(file);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    public static void Execute(string file, string sql)
    {
        using var connection = SqliteFile.Connect(file);
        SqliteSchema.Execute(connection, sql);
    }
}
