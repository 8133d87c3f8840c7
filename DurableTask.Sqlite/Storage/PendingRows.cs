using DurableTask.Core;
using DurableTask.Core.History;

namespace DurableTask.Sqlite.Storage;

/// <summary>Reads everything that is on its way. What cannot be read is set aside, so that the rest goes on.</summary>
internal static class PendingRows
{
    /// <param name="store">Where it is.</param>
    /// <param name="unreadable">Told the target and the cause of each that is set aside.</param>
    public static Pending Load(SqliteStore store, Action<string, string> unreadable)
    {
        var pending = new Pending([], []);
        foreach (var row in store.Readers.Read("SELECT seq, target, execution, due, event FROM messages ORDER BY seq", row =>
            (Sequence: row.GetInt64(0),
            Target: row.GetString(1),
            Execution: SqliteRows.Text(row, 2),
            DueAt: SqliteRows.Time(row, 3),
            Event: row.GetString(4))))
        {
            if (Read(store, "messages", row.Sequence, row.Target, row.Event, unreadable) is { } happened)
            {
                pending.Messages.Add(new Message(row.Target, row.Execution, happened, row.DueAt, row.Sequence));
            }
        }

        foreach (var row in store.Readers.Read("SELECT seq, instance, execution, task, event, context FROM activities ORDER BY seq", row =>
            (Sequence: row.GetInt64(0),
            Instance: row.GetString(1),
            Execution: SqliteRows.Text(row, 2),
            Task: row.GetInt32(3),
            Event: row.GetString(4),
            Context: SqliteRows.Text(row, 5))))
        {
            if (Read(store, "activities", row.Sequence, row.Instance, row.Event, unreadable) is TaskScheduledEvent work)
            {
                var context = EventJson.ReadPart<OrchestrationExecutionContext>(row.Context);
                pending.Activities.Add(new ActivityWork(row.Sequence, row.Instance, row.Execution, work, context));
            }
            else
            {
                // Its orchestration must not wait for ever.
                const string Reason = "The activity that was to run could not be read from the durable state.";
                var failure = new FailureDetails(nameof(InvalidDataException), Reason, null, null, isNonRetriable: true);
                var failed = new TaskFailedEvent(-1, row.Task, Reason, null, failure);
                var result = new Message(row.Instance, row.Execution, failed, null, row.Sequence) { Origin = MessageOrigin.Activity };
                pending.Messages.Add(result);
            }
        }

        return pending;
    }

    private static HistoryEvent? Read(
        SqliteStore store, string table, long sequence, string target, string json, Action<string, string> unreadable)
    {
        try
        {
            return EventJson.Read(json).Single();
        }
        catch (Exception exception) when (exception is InvalidDataException or InvalidOperationException)
        {
            unreadable(target, exception.Message);
            // An activity's row stays until its failure is taken in.
            store.Writer.EnqueueAsync(statements =>
                statements.Execute(SqliteRows.InsertUnreadable, sequence, target, json, exception.Message)
                + (table == "messages" ? statements.Execute("DELETE FROM messages WHERE seq = ?1", sequence) : 0)).GetAwaiter().GetResult();
            return null;
        }
    }
}
