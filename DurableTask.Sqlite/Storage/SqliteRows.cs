using DurableTask.Core;
using Microsoft.Data.Sqlite;

namespace DurableTask.Sqlite.Storage;

/// <summary>How rows are read and written.</summary>
internal static class SqliteRows
{
    public const string InstanceColumns =
        "id, execution, turn, name, version, status, created, updated, completed, scheduled, generation, output, custom_status, "
        + "parent, tags";

    public const string InsertUnreadable = "INSERT OR REPLACE INTO unreadable (seq, target, event, cause) VALUES (?1, ?2, ?3, ?4)";

    public static InstanceRow ReadInstance(SqliteDataReader row) => new()
    {
        Id = row.GetString(0),
        Execution = row.GetString(1),
        Turn = row.GetInt32(2),
        Name = row.GetString(3),
        Version = Text(row, 4),
        Status = (OrchestrationStatus)row.GetInt32(5),
        CreatedAt = Time(row, 6)!.Value,
        UpdatedAt = Time(row, 7)!.Value,
        CompletedAt = Time(row, 8),
        ScheduledAt = Time(row, 9),
        Generation = row.IsDBNull(10) ? null : row.GetInt32(10),
        Output = Text(row, 11),
        CustomStatus = Text(row, 12),
        Parent = Text(row, 13),
        Tags = Text(row, 14),
    };

    public static void WriteInstance(SqliteStatements statements, InstanceRow row) => statements.Execute(
        $"INSERT OR REPLACE INTO instances ({InstanceColumns}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
        row.Id, row.Execution, row.Turn, row.Name, row.Version, (int)row.Status,
        row.CreatedAt.Ticks, row.UpdatedAt.Ticks, row.CompletedAt?.Ticks, row.ScheduledAt?.Ticks,
        row.Generation, row.Output, row.CustomStatus, row.Parent, row.Tags);

    public static void WriteInput(SqliteStatements statements, string id, string? input)
    {
        if (input is null)
        {
            statements.Execute("DELETE FROM inputs WHERE instance = ?1", id);
        }
        else
        {
            statements.Execute("INSERT OR REPLACE INTO inputs (instance, input) VALUES (?1, ?2)", id, input);
        }
    }

    public static void InsertMessage(SqliteStatements statements, Message message, string json) => statements.Execute(
        "INSERT INTO messages (seq, target, execution, due, event) VALUES (?1, ?2, ?3, ?4, ?5)",
        message.Sequence, message.Target, message.Execution, message.DueAt?.Ticks, json);

    public static void InsertActivity(SqliteStatements statements, ActivityWork work) => statements.Execute(
        "INSERT INTO activities (seq, instance, execution, task, event, context) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        work.Sequence, work.Instance, work.Execution, work.Event.EventId, EventJson.Write(work.Event), EventJson.WritePart(work.Context));

    /// <summary>Removes what holds a message.</summary>
    /// <returns>Whether it was there.</returns>
    public static bool Consume(SqliteStatements statements, Message message) => message.Origin == MessageOrigin.Activity
        ? statements.Execute("DELETE FROM activities WHERE seq = ?1", message.Sequence) == 1
        : DeleteMessage(statements, message.Sequence);

    public static bool DeleteMessage(SqliteStatements statements, long sequence) =>
        statements.Execute("DELETE FROM messages WHERE seq = ?1", sequence) == 1;

    /// <summary>The execution and the status of an instance; null for none.</summary>
    public static (string Execution, OrchestrationStatus Status)? Standing(SqliteStatements statements, string id) => statements.Read(
        "SELECT execution, status FROM instances WHERE id = ?1",
        row => ((string, OrchestrationStatus)?)(row.GetString(0), (OrchestrationStatus)row.GetInt32(1)), id).SingleOrDefault();

    public static void RemoveInstance(SqliteStatements statements, string id)
    {
        statements.Execute("DELETE FROM history WHERE instance = ?1", id);
        statements.Execute("DELETE FROM inputs WHERE instance = ?1", id);
        statements.Execute("DELETE FROM instances WHERE id = ?1", id);
    }

    public static string? Text(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public static DateTime? Time(SqliteDataReader row, int column) =>
        row.IsDBNull(column) ? null : new DateTime(row.GetInt64(column), DateTimeKind.Utc);
}
