using Functions.LocalRuntime.History;
using Microsoft.Data.Sqlite;
using Microsoft.DurableTask.Client;

namespace Functions.LocalRuntime.Storage;

/// <summary>How the store's rows are read and written.</summary>
internal static class SqliteRows
{
    public const string InstanceColumns = "id, execution, turn, name, status, created, updated, input, output, custom_status, parent";
    public const string MessageColumns = "seq, target, execution, due, event";
    public const string EntityColumns = "id, state, modified";

    public static InstanceRow ReadInstance(SqliteDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetInt32(2), row.GetString(3), (OrchestrationRuntimeStatus)row.GetInt32(4), Time(row, 5), Time(row, 6),
        Text(row, 7), Text(row, 8), Text(row, 9), HistoryJson.ReadParent(Text(row, 10)));

    public static Message ReadMessage(SqliteDataReader row) => new(
        row.GetString(1), Text(row, 2), HistoryJson.ReadEvent(row.GetString(4)), row.IsDBNull(3) ? null : Time(row, 3), row.GetInt64(0));

    public static ActivityWork ReadActivity(SqliteDataReader row) => new(
        row.GetInt64(0), new ParentTask(row.GetString(1), row.GetString(2), row.GetString(3), row.GetInt32(4)), row.GetString(5), Text(row, 6));

    public static EntityRow ReadEntity(SqliteDataReader row) => new(row.GetString(0), row.GetString(1), Time(row, 2));

    public static void InsertInstance(SqliteStatements statements, InstanceRow row) => statements.Execute(
        $"INSERT INTO instances ({InstanceColumns}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        row.Id, row.Execution, row.Turn, row.Name, (int)row.Status, row.CreatedAt.Ticks, row.UpdatedAt.Ticks, row.Input, row.Output, row.CustomStatus, HistoryJson.Write(row.Parent));

    /// <summary>Takes an instance one turn on.</summary>
    /// <returns>Whether it stood where the turn began; it does not when the turn is stored already.</returns>
    public static bool AdvanceInstance(SqliteStatements statements, InstanceRow before, InstanceRow after)
    {
        // Most turns leave the texts alone, which may be large.
        var changed = ReferenceEquals(before.Input, after.Input) && ReferenceEquals(before.Output, after.Output) && before.CustomStatus == after.CustomStatus
            ? statements.Execute(
                "UPDATE instances SET execution = ?1, turn = ?2, status = ?3, updated = ?4 WHERE id = ?5 AND execution = ?6 AND turn = ?7",
                after.Execution, after.Turn, (int)after.Status, after.UpdatedAt.Ticks, before.Id, before.Execution, before.Turn)
            : statements.Execute(
                "UPDATE instances SET execution = ?1, turn = ?2, status = ?3, updated = ?4, input = ?8, output = ?9, custom_status = ?10 WHERE id = ?5 AND execution = ?6 AND turn = ?7",
                after.Execution, after.Turn, (int)after.Status, after.UpdatedAt.Ticks, before.Id, before.Execution, before.Turn, after.Input, after.Output, after.CustomStatus);
        return changed == 1;
    }

    public static void InsertMessage(SqliteStatements statements, Message message, string json) => statements.Execute(
        $"INSERT INTO inbox ({MessageColumns}) VALUES (?1, ?2, ?3, ?4, ?5)", message.Sequence, message.Target, message.Execution, message.DueAt?.Ticks, json);

    public static void InsertActivity(SqliteStatements statements, ActivityWork work) => statements.Execute(
        "INSERT INTO activities (seq, instance, execution, orchestrator, task, name, input) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        work.Sequence, work.Task.InstanceId, work.Task.Execution, work.Task.Name, work.Task.TaskId, work.Name, work.Input);

    /// <summary>Removes what holds a message.</summary>
    /// <returns>Whether it was there.</returns>
    public static bool Consume(SqliteStatements statements, Message message) => message.Origin switch
    {
        MessageOrigin.Inbox => DeleteMessage(statements, message.Sequence),
        MessageOrigin.Activity => statements.Execute("DELETE FROM activities WHERE seq = ?1", message.Sequence) == 1,
        _ => true,
    };

    public static bool DeleteMessage(SqliteStatements statements, long sequence) => statements.Execute("DELETE FROM inbox WHERE seq = ?1", sequence) == 1;

    public static void WriteEntity(SqliteStatements statements, string id, string? state, DateTime at)
    {
        if (state is null)
        {
            statements.Execute("DELETE FROM entities WHERE id = ?1", id);
        }
        else
        {
            statements.Execute($"INSERT OR REPLACE INTO entities ({EntityColumns}) VALUES (?1, ?2, ?3)", id, state, at.Ticks);
        }
    }

    public static OrchestrationRuntimeStatus? StatusOf(SqliteStatements statements, string id) =>
        statements.Scalar("SELECT status FROM instances WHERE id = ?1", id) is long status ? (OrchestrationRuntimeStatus)status : null;

    public static void RemoveInstance(SqliteStatements statements, string id)
    {
        statements.Execute("DELETE FROM history WHERE instance = ?1", id);
        statements.Execute("DELETE FROM instances WHERE id = ?1", id);
    }

    private static string? Text(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static DateTime Time(SqliteDataReader row, int column) => new(row.GetInt64(column), DateTimeKind.Utc);
}
