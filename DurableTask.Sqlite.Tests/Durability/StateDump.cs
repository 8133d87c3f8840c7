using System.Text;
using DurableTask.Sqlite.Storage;

namespace DurableTask.Sqlite.Tests.Durability;

/// <summary>Everything that a state file holds, as text.</summary>
internal static class StateDump
{
    private static readonly string[] s_tables = ["instances", "inputs", "history", "messages", "activities", "unreadable"];

    public static string Of(string file)
    {
        using var connection = SqliteFile.Connect(file);
        var dump = new StringBuilder();
        foreach (var table in s_tables)
        {
            using var command = connection.CreateCommand();
            command.CommandText = $"SELECT * FROM {table} ORDER BY 1, 2";
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                dump.Append(table);
                for (var column = 0; column < reader.FieldCount; column++)
                {
                    dump.Append('|').Append(reader.GetValue(column));
                }

                dump.Append('\n');
            }
        }

        return dump.ToString();
    }
}
