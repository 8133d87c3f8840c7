using System.Text.Json;
using DurableTask.Core.Exceptions;
using Functions.LocalRuntime.History;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Client.Entities;

namespace Functions.LocalRuntime.Storage;

/// <summary>The durable state in one SQLite file: write-ahead log, one writer that commits together what is queued, readers beside it.</summary>
internal sealed class SqliteTaskStore : ITaskStore
{
    private readonly SqliteFile _file;
    private readonly SqliteWriter _writer;
    private readonly SqliteReaders _readers;
    private readonly SqliteCheckpoints _checkpoints;

    /// <summary>Opens or creates the file.</summary>
    /// <exception cref="InvalidOperationException">Another process uses it, a newer program wrote it, it cannot be written, or it is not such a file.</exception>
    public SqliteTaskStore(string file, StateSynchronous synchronous = StateSynchronous.Full)
    {
        _file = SqliteFile.Open(file, synchronous);
        Sequences = new Sequences(SqliteSchema.TakeSequences(_file.Connection));
        _readers = new SqliteReaders(file);
        _checkpoints = new SqliteCheckpoints(file);
        _writer = new SqliteWriter(_file.Connection, _checkpoints.Committed);
    }

    public Sequences Sequences { get; }

    public Pending LoadPending() => new(
        _readers.Read($"SELECT {SqliteRows.MessageColumns} FROM inbox ORDER BY seq", SqliteRows.ReadMessage),
        _readers.Read("SELECT seq, instance, execution, orchestrator, task, name, input FROM activities ORDER BY seq", SqliteRows.ReadActivity));

    public Message? FindMessage(long sequence) =>
        _readers.Read($"SELECT {SqliteRows.MessageColumns} FROM inbox WHERE seq = ?1", SqliteRows.ReadMessage, sequence).SingleOrDefault();

    public InstanceRow? FindInstance(string id) =>
        _readers.Read($"SELECT {SqliteRows.InstanceColumns} FROM instances WHERE id = ?1", SqliteRows.ReadInstance, id).SingleOrDefault();

    public IReadOnlyList<HistoryEvent> LoadHistory(string id) =>
        [.. _readers.Read("SELECT events FROM history WHERE instance = ?1 ORDER BY turn", row => HistoryJson.ReadTurn(row.GetString(0)), id).SelectMany(turn => turn)];

    public IReadOnlyList<InstanceRow> QueryInstances(OrchestrationQuery query, string? afterId) => _readers.Read(
        $"""
        SELECT {SqliteRows.InstanceColumns} FROM instances
        WHERE id > ?1 AND substr(id, 1, length(?2)) = ?2 AND created >= ?3 AND created <= ?4 AND (?5 IS NULL OR status IN (SELECT value FROM json_each(?5)))
        ORDER BY id LIMIT ?6
        """,
        SqliteRows.ReadInstance,
        afterId ?? "", query.InstanceIdPrefix ?? "", Ticks(query.CreatedFrom, DateTimeOffset.MinValue), Ticks(query.CreatedTo, DateTimeOffset.MaxValue),
        query.Statuses?.ToList() is { Count: > 0 } statuses ? Json(statuses) : null, query.PageSize);

    public EntityRow? FindEntity(string id) =>
        _readers.Read($"SELECT {SqliteRows.EntityColumns} FROM entities WHERE id = ?1", SqliteRows.ReadEntity, id).SingleOrDefault();

    public IReadOnlyList<EntityRow> QueryEntities(EntityQuery query, string? afterId) => _readers.Read(
        $"SELECT {SqliteRows.EntityColumns} FROM entities WHERE id > ?1 AND substr(id, 1, length(?2)) = ?2 ORDER BY id LIMIT ?3",
        SqliteRows.ReadEntity,
        afterId ?? "", query.InstanceIdStartsWith ?? "", query.PageSize ?? EntityQuery.DefaultPageSize);

    public Task<Message?> CreateInstanceAsync(NewInstance instance) => _writer.EnqueueAsync(statements => Create(statements, instance));

    public Task SendAsync(Message message)
    {
        var json = HistoryJson.Write(message.Event);
        return _writer.EnqueueAsync(statements =>
        {
            SqliteRows.InsertMessage(statements, message, json);
            return true;
        });
    }

    public Task<OrchestrationRuntimeStatus?> SendToRunningAsync(Message message)
    {
        var json = HistoryJson.Write(message.Event);
        return _writer.EnqueueAsync(statements =>
        {
            var status = SqliteRows.StatusOf(statements, message.Target);
            if (status is { } running && !InstanceRow.IsEnd(running))
            {
                SqliteRows.InsertMessage(statements, message, json);
            }

            return status;
        });
    }

    public Task<IReadOnlyList<Message>> CommitAsync(TurnCommit commit)
    {
        // Written here, for the writer's thread is the one that everybody waits for.
        var history = commit.NewHistory.Count == 0 ? null : HistoryJson.Write(commit.NewHistory);
        var outbox = commit.Outbox.Select(message => (message, HistoryJson.Write(message.Event))).ToList();
        return _writer.EnqueueAsync<IReadOnlyList<Message>>(statements =>
        {
            var consumed = commit.Consumed.Count(message => SqliteRows.Consume(statements, message));
            if (IsStored(statements, commit, consumed))
            {
                return [.. commit.NewInstances.Select(child => FindStart(statements, child)).OfType<Message>()];
            }

            if (commit.Instance is { } instance)
            {
                if (instance.Before.Execution != instance.After.Execution)
                {
                    statements.Execute("DELETE FROM history WHERE instance = ?1", instance.After.Id);
                }

                if (history is not null)
                {
                    statements.Execute("INSERT INTO history (instance, turn, events) VALUES (?1, ?2, ?3)", instance.After.Id, instance.After.Turn, history);
                }
            }

            if (commit.Entity is { } entity)
            {
                SqliteRows.WriteEntity(statements, entity.Id, entity.State, commit.At);
            }

            foreach (var timer in commit.CancelledTimers)
            {
                SqliteRows.DeleteMessage(statements, timer);
            }

            outbox.ForEach(message => SqliteRows.InsertMessage(statements, message.message, message.Item2));
            foreach (var work in commit.Activities)
            {
                SqliteRows.InsertActivity(statements, work);
            }

            return [.. commit.NewInstances.Select(child => Create(statements, child) ?? Refuse(statements, child)).OfType<Message>()];
        });
    }

    public Task KeepResultsAsync(IReadOnlyList<Message> results) => _writer.EnqueueAsync(statements =>
    {
        foreach (var result in results.Where(result => SqliteRows.Consume(statements, result)))
        {
            SqliteRows.InsertMessage(statements, result, HistoryJson.Write(result.Event));
        }

        return true;
    });

    public Task<OrchestrationRuntimeStatus?> PurgeAsync(string id) => _writer.EnqueueAsync(statements =>
    {
        var status = SqliteRows.StatusOf(statements, id);
        if (status is { } found && InstanceRow.IsEnd(found))
        {
            SqliteRows.RemoveInstance(statements, id);
        }

        return status;
    });

    public Task<int> PurgeAsync(PurgeInstancesFilter filter, DateTime? updatedBefore, int limit)
    {
        var statuses = filter.Statuses?.ToList() is { Count: > 0 } given ? Json(given) : null;
        return _writer.EnqueueAsync(statements =>
        {
            var ended = statements.Read(
                """
                SELECT id FROM instances
                WHERE status IN (1, 3, 5) AND updated < ?1 AND created >= ?2 AND created <= ?3 AND (?4 IS NULL OR status IN (SELECT value FROM json_each(?4)))
                ORDER BY updated LIMIT ?5
                """,
                row => row.GetString(0),
                (updatedBefore ?? DateTime.MaxValue).Ticks, Ticks(filter.CreatedFrom, DateTimeOffset.MinValue), Ticks(filter.CreatedTo, DateTimeOffset.MaxValue), statuses, limit);
            ended.ForEach(id => SqliteRows.RemoveInstance(statements, id));
            if (ended.Count > 0)
            {
                // Gives back one page with each row that it returns.
                statements.Read("PRAGMA incremental_vacuum", _ => true);
            }

            return ended.Count;
        });
    }

    /// <summary>Lets the file grow no further than a number of pages, as a full disk does.</summary>
    internal Task LimitPagesAsync(int pages) => _writer.EnqueueAsync(statements => statements.Scalar($"PRAGMA max_page_count = {pages}"));

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        await _checkpoints.DisposeAsync();
        await _readers.DisposeAsync();
        await _file.DisposeAsync();
    }

    /// <summary>Whether an earlier attempt stored this commit: its instance has gone on, or what its entity took in is gone.</summary>
    private static bool IsStored(SqliteStatements statements, TurnCommit commit, int consumed) => commit.Instance is { } instance
        ? !SqliteRows.AdvanceInstance(statements, instance.Before, instance.After)
        : commit.Entity is not null && consumed == 0;

    private static Message? Create(SqliteStatements statements, NewInstance instance)
    {
        if (SqliteRows.StatusOf(statements, instance.InstanceId) is { } status)
        {
            if (!InstanceRow.IsEnd(status))
            {
                return null;
            }

            SqliteRows.RemoveInstance(statements, instance.InstanceId);
        }

        SqliteRows.InsertInstance(statements, new InstanceRow(
            instance.InstanceId, instance.Execution, 0, instance.Started.Name, OrchestrationRuntimeStatus.Pending, instance.CreatedAt, instance.CreatedAt,
            instance.Started.Input, null, null, instance.Started.Parent));
        var start = new Message(instance.InstanceId, instance.Execution, instance.Started, instance.StartAt, instance.Sequence);
        SqliteRows.InsertMessage(statements, start, HistoryJson.Write(start.Event));
        return start;
    }

    private static Message? Refuse(SqliteStatements statements, NewInstance child)
    {
        if (child.Started.Parent is not { } parent)
        {
            return null;
        }

        var cause = new OrchestrationAlreadyExistsException($"An Orchestration instance with the ID {child.InstanceId} already exists.");
        var refusal = new Message(parent.InstanceId, parent.Execution, new TaskFailed(parent.TaskId, TaskFailureDetails.FromException(cause)), null, child.Sequence);
        SqliteRows.InsertMessage(statements, refusal, HistoryJson.Write(refusal.Event));
        return refusal;
    }

    private static Message? FindStart(SqliteStatements statements, NewInstance child) =>
        statements.Read($"SELECT {SqliteRows.MessageColumns} FROM inbox WHERE seq = ?1", SqliteRows.ReadMessage, child.Sequence).SingleOrDefault();

    private static long Ticks(DateTimeOffset? time, DateTimeOffset otherwise) => (time ?? otherwise).UtcTicks;

    private static string Json(List<OrchestrationRuntimeStatus> statuses) => JsonSerializer.Serialize(statuses.Select(status => (int)status));
}
