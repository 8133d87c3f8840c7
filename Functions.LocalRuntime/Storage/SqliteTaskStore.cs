using System.Text.Json;
using Functions.LocalRuntime.History;
using Microsoft.Data.Sqlite;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Client.Entities;

namespace Functions.LocalRuntime.Storage;

/// <summary>The durable state in one SQLite file: write-ahead log, synchronous=FULL, one writer.</summary>
internal sealed class SqliteTaskStore : ITaskStore
{
    private const string InstanceColumns = "id, execution, name, status, created, updated, input, output, custom_status, failure";

    private readonly string _readConnectionString;
    private readonly SqliteConnection _connection;
    private readonly SqliteWriter _writer;
    private readonly FileStream _lock;

    /// <summary>Opens or creates the file.</summary>
    /// <exception cref="InvalidOperationException">Another process uses it, a newer program wrote it, or it is not such a file.</exception>
    public SqliteTaskStore(string file)
    {
        _lock = Lock(file);
        try
        {
            _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
            _connection.Open();
            Pragma("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000;");
            SqliteSchema.Migrate(_connection);
        }
        catch (Exception exception)
        {
            _connection?.Dispose();
            _lock.Dispose();
            throw exception is SqliteException
                ? new InvalidOperationException($"The durable state in {file} cannot be read: {exception.Message} Restore the file, or move it away to begin anew.", exception)
                : exception;
        }

        _readConnectionString = new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadWrite, Pooling = true }.ToString();
        _writer = new SqliteWriter(_connection);
    }

    public Dispatched LoadPending() => new(
        Read("SELECT seq, target, execution, due, event FROM inbox ORDER BY seq", ReadMessage),
        Read(
            "SELECT seq, instance, execution, orchestrator, task, name, input FROM activities ORDER BY seq",
            row => new ActivityWork(row.GetInt64(0), new ParentTask(row.GetString(1), row.GetString(2), row.GetString(3), row.GetInt32(4)), row.GetString(5), Text(row, 6))));

    public InstanceRow? FindInstance(string id) =>
        Read($"SELECT {InstanceColumns} FROM instances WHERE id = $id", ReadInstance, ("$id", id)).SingleOrDefault();

    public IReadOnlyList<HistoryEvent> LoadHistory(string id) =>
        Read("SELECT event FROM history WHERE instance = $id ORDER BY seq", row => HistoryEvent.Read(row.GetString(0)), ("$id", id));

    public IReadOnlyList<InstanceRow> QueryInstances(OrchestrationQuery query, string? afterId)
    {
        var statuses = query.Statuses?.Select(status => (int)status).ToList();
        var prefix = query.InstanceIdPrefix ?? "";
        return Read(
            $"""
            SELECT {InstanceColumns} FROM instances
            WHERE id > $after AND substr(id, 1, length($prefix)) = $prefix AND created >= $from AND created <= $to
              AND ($statuses IS NULL OR status IN (SELECT value FROM json_each($statuses)))
            ORDER BY id LIMIT $limit
            """,
            ReadInstance,
            ("$after", afterId ?? ""), ("$prefix", prefix), ("$from", (query.CreatedFrom ?? DateTimeOffset.MinValue).UtcTicks),
            ("$to", (query.CreatedTo ?? DateTimeOffset.MaxValue).UtcTicks), ("$statuses", statuses is { Count: > 0 } ? JsonSerializer.Serialize(statuses) : null),
            ("$limit", query.PageSize));
    }

    public EntityRow? FindEntity(string id) =>
        Read("SELECT id, state, modified FROM entities WHERE id = $id", ReadEntity, ("$id", id)).SingleOrDefault();

    public IReadOnlyList<EntityRow> QueryEntities(EntityQuery query, string? afterId) => Read(
        "SELECT id, state, modified FROM entities WHERE id > $after AND substr(id, 1, length($prefix)) = $prefix ORDER BY id LIMIT $limit",
        ReadEntity,
        ("$after", afterId ?? ""), ("$prefix", query.InstanceIdStartsWith ?? ""), ("$limit", query.PageSize ?? EntityQuery.DefaultPageSize));

    public Task<Message?> CreateInstanceAsync(NewInstance instance) => _writer.EnqueueAsync(writer => Create(writer, instance));

    public Task<Message> SendAsync(Message message) => _writer.EnqueueAsync(writer => Insert(writer, message));

    public Task<(Message? Sent, OrchestrationRuntimeStatus? Ended)> SendToRunningAsync(Message message) => _writer.EnqueueAsync<(Message?, OrchestrationRuntimeStatus?)>(writer =>
        StatusOf(writer, message.Target) switch
        {
            null => (null, null),
            { } status when IsTerminal(status) => (null, status),
            _ => (Insert(writer, message), null),
        });

    public Task<Dispatched> CommitAsync(TurnCommit commit) => _writer.EnqueueAsync(writer =>
    {
        foreach (var sequence in commit.Consumed)
        {
            writer.Execute("DELETE FROM inbox WHERE seq = $seq", ("$seq", sequence));
        }

        if (commit.Instance is { } instance)
        {
            WriteInstance(writer, instance);
            if (commit.ResetHistory)
            {
                writer.Execute("DELETE FROM history WHERE instance = $id", ("$id", instance.Id));
            }

            foreach (var happened in commit.NewHistory)
            {
                writer.Execute(
                    "INSERT INTO history SELECT $id, COALESCE(MAX(seq), 0) + 1, $event FROM history WHERE instance = $id",
                    ("$id", instance.Id), ("$event", happened.Write()));
            }
        }

        if (commit.EntityId is { } entity)
        {
            WriteEntity(writer, entity, commit.EntityState, commit.At);
        }

        var messages = commit.Outbox.Select(message => Insert(writer, message)).ToList();
        messages.AddRange(commit.NewInstances.Select(child => Create(writer, child) ?? RefuseChild(writer, child)).OfType<Message>());
        return new Dispatched(messages, [.. commit.Activities.Select(work => Insert(writer, work))]);
    });

    public Task<Message> CompleteActivityAsync(ActivityWork work, HistoryEvent result) => _writer.EnqueueAsync(writer =>
    {
        writer.Execute("DELETE FROM activities WHERE seq = $seq", ("$seq", work.Sequence));
        return Insert(writer, new Message(work.Task.InstanceId, work.Task.Execution, result));
    });

    public Task<OrchestrationRuntimeStatus?> PurgeAsync(string id) => _writer.EnqueueAsync(writer =>
    {
        var status = StatusOf(writer, id);
        if (status is { } found && IsTerminal(found))
        {
            Remove(writer, id);
        }

        return status;
    });

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        await _connection.DisposeAsync();
        using (var pooled = new SqliteConnection(_readConnectionString))
        {
            SqliteConnection.ClearPool(pooled);
        }

        await _lock.DisposeAsync();
    }

    private static FileStream Lock(string file)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        try
        {
            // The operating system releases it when the process ends, however it ends.
            return new FileStream($"{file}.lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception)
        {
            throw new InvalidOperationException(
                $"The durable state in {file} is used by another process: stop that one, or set LocalRuntime:StateFile to another file.", exception);
        }
    }

    private static Message? Create(SqliteWriter writer, NewInstance instance)
    {
        if (StatusOf(writer, instance.InstanceId) is { } status && !IsTerminal(status))
        {
            return null;
        }

        Remove(writer, instance.InstanceId);
        var execution = Guid.NewGuid().ToString("N");
        WriteInstance(writer, new InstanceRow(
            instance.InstanceId, execution, instance.Started.Name, OrchestrationRuntimeStatus.Pending, instance.CreatedAt, instance.CreatedAt,
            instance.Started.Input, null, null, null));
        return Insert(writer, new Message(instance.InstanceId, execution, instance.Started, instance.StartAt));
    }

    private static Message? RefuseChild(SqliteWriter writer, NewInstance child) => child.Started.Parent is not { } parent ? null : Insert(writer, new Message(
        parent.InstanceId, parent.Execution,
        new TaskFailed(parent.TaskId, new TaskFailureDetails(
            typeof(global::DurableTask.Core.Exceptions.OrchestrationAlreadyExistsException).FullName!, $"An Orchestration instance with the ID {child.InstanceId} already exists.", null, null, null))));

    private static void Remove(SqliteWriter writer, string id)
    {
        writer.Execute("DELETE FROM history WHERE instance = $id", ("$id", id));
        writer.Execute("DELETE FROM instances WHERE id = $id", ("$id", id));
    }

    private static OrchestrationRuntimeStatus? StatusOf(SqliteWriter writer, string id) =>
        writer.Scalar("SELECT status FROM instances WHERE id = $id", ("$id", id)) is long status ? (OrchestrationRuntimeStatus)status : null;

    private static bool IsTerminal(OrchestrationRuntimeStatus status) =>
        status is OrchestrationRuntimeStatus.Completed or OrchestrationRuntimeStatus.Failed or OrchestrationRuntimeStatus.Terminated;

    private static void WriteInstance(SqliteWriter writer, InstanceRow row) => writer.Execute(
        $"INSERT OR REPLACE INTO instances ({InstanceColumns}) VALUES ($id, $execution, $name, $status, $created, $updated, $input, $output, $custom, $failure)",
        ("$id", row.Id), ("$execution", row.Execution), ("$name", row.Name), ("$status", (int)row.Status), ("$created", row.CreatedAt.Ticks), ("$updated", row.UpdatedAt.Ticks),
        ("$input", row.Input), ("$output", row.Output), ("$custom", row.CustomStatus), ("$failure", row.Failure is null ? null : JsonSerializer.Serialize(row.Failure)));

    private static void WriteEntity(SqliteWriter writer, string id, string? state, DateTime at)
    {
        if (state is null)
        {
            writer.Execute("DELETE FROM entities WHERE id = $id", ("$id", id));
        }
        else
        {
            writer.Execute("INSERT OR REPLACE INTO entities VALUES ($id, $state, $at)", ("$id", id), ("$state", state), ("$at", at.Ticks));
        }
    }

    private static Message Insert(SqliteWriter writer, Message message) => message with
    {
        Sequence = (long)writer.Scalar(
            "INSERT INTO inbox (target, execution, due, event) VALUES ($target, $execution, $due, $event) RETURNING seq",
            ("$target", message.Target), ("$execution", message.Execution), ("$due", message.DueAt?.Ticks), ("$event", message.Event.Write()))!,
    };

    private static ActivityWork Insert(SqliteWriter writer, ActivityWork work) => work with
    {
        Sequence = (long)writer.Scalar(
            "INSERT INTO activities (instance, execution, orchestrator, task, name, input) VALUES ($instance, $execution, $orchestrator, $task, $name, $input) RETURNING seq",
            ("$instance", work.Task.InstanceId), ("$execution", work.Task.Execution), ("$orchestrator", work.Task.Name), ("$task", work.Task.TaskId),
            ("$name", work.Name), ("$input", work.Input))!,
    };

    private static Message ReadMessage(SqliteDataReader row) => new(
        row.GetString(1), Text(row, 2), HistoryEvent.Read(row.GetString(4)), row.IsDBNull(3) ? null : Time(row, 3), row.GetInt64(0));

    private static InstanceRow ReadInstance(SqliteDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetString(2), (OrchestrationRuntimeStatus)row.GetInt32(3), Time(row, 4), Time(row, 5),
        Text(row, 6), Text(row, 7), Text(row, 8), Text(row, 9) is { } failure ? JsonSerializer.Deserialize<TaskFailureDetails>(failure) : null);

    private static EntityRow ReadEntity(SqliteDataReader row) => new(row.GetString(0), row.GetString(1), Time(row, 2));

    private static string? Text(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static DateTime Time(SqliteDataReader row, int column) => new(row.GetInt64(column), DateTimeKind.Utc);

    private List<T> Read<T>(string sql, Func<SqliteDataReader, T> map, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var connection = new SqliteConnection(_readConnectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(map(reader));
        }

        return rows;
    }

    private void Pragma(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
