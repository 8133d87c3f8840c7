using DurableTask.Core;
using DurableTask.Core.Exceptions;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace DurableTask.Sqlite.Storage;

/// <summary>
/// The durable state in one SQLite file: write-ahead log, one writer that commits together what is queued, readers beside it. Each member
/// that writes is one transaction, done when its task completes; what it is told to do after the commit happens in the order of the
/// commits.
/// </summary>
internal sealed class SqliteStore : IDisposable
{
    private readonly SqliteFile _file;
    private readonly SqliteCheckpoints _checkpoints;

    /// <summary>Opens or creates the file.</summary>
    /// <exception cref="InvalidOperationException">Another process uses it, another program wrote it, it cannot be written, or it is not
    /// such a file.</exception>
    public SqliteStore(string file, SqliteSynchronous synchronous, ILogger logger)
    {
        _file = SqliteFile.Open(file, synchronous);
        Sequences = new Sequences(FirstSequence());
        Readers = new SqliteReaders(file);
        _checkpoints = new SqliteCheckpoints(file);
        Writer = new SqliteWriter(_file, _checkpoints.Committed, logger);
    }

    /// <summary>Keys for messages and activities.</summary>
    public Sequences Sequences { get; }

    public SqliteReaders Readers { get; }

    public SqliteWriter Writer { get; }

    public InstanceRow? FindInstance(string id) =>
        Readers.Read($"SELECT {SqliteRows.InstanceColumns} FROM instances WHERE id = ?1", SqliteRows.ReadInstance, id).SingleOrDefault();

    /// <summary>An instance with its input, both as they were at one moment.</summary>
    public (InstanceRow Row, string? Input)? FindWithInput(string id) => Readers.Read(
        $"SELECT {SqliteRows.InstanceColumns}, (SELECT input FROM inputs WHERE instance = id) FROM instances WHERE id = ?1",
        row => ((InstanceRow, string?)?)(SqliteRows.ReadInstance(row), SqliteRows.Text(row, 15)), id).SingleOrDefault();

    /// <summary>The history of an instance's current execution as it is stored, a text a turn.</summary>
    public List<string> LoadHistory(string id) =>
        Readers.Read("SELECT events FROM history WHERE instance = ?1 ORDER BY turn", row => row.GetString(0), id);

    /// <summary>Starts an instance.</summary>
    /// <param name="start">The message that starts it.</param>
    /// <param name="refused">The statuses in which an instance of the same id is left alone; of any other status it is replaced.</param>
    /// <param name="committed">Told on the writer's thread that it was stored.</param>
    /// <exception cref="OrchestrationAlreadyExistsException">There is such an instance.</exception>
    public Task CreateAsync(Outgoing start, IReadOnlyCollection<OrchestrationStatus> refused, Action committed) => Writer.EnqueueAsync(
        statements =>
        {
            if (SqliteRows.Standing(statements, start.Message.Target) is { } standing && refused.Contains(standing.Status))
            {
                return false;
            }

            Create(statements, start);
            return true;
        },
        created =>
        {
            if (created)
            {
                committed();
            }
        }).ContinueWith(
            created => created.GetAwaiter().GetResult()
                ? true
                : throw new OrchestrationAlreadyExistsException(Refusals.IdInUse(start.Message.Target)),
            TaskScheduler.Default);

    /// <summary>Puts messages on their way to those instances that can still take them.</summary>
    public Task SendAsync(IReadOnlyList<Outgoing> messages, Action<List<Message>> committed) =>
        Writer.EnqueueAsync(
            statements => messages.Where(message => Send(statements, message)).Select(message => message.Message).ToList(), committed);

    /// <summary>Stores a turn.</summary>
    public Task<TurnResult> CommitAsync(TurnCommit commit, Action<TurnResult> committed) =>
        Writer.EnqueueAsync(statements => Store(statements, commit), committed);

    /// <summary>Removes messages that nobody can take in.</summary>
    public Task DropAsync(IReadOnlyList<Message> messages) =>
        Writer.EnqueueAsync(statements => messages.Count(message => SqliteRows.Consume(statements, message)));

    /// <summary>Moves a message that cannot be read to where it is in nobody's way.</summary>
    public Task SetAsideAsync(Message message, string cause) => Writer.EnqueueAsync(statements =>
    {
        statements.Execute(
            SqliteRows.InsertUnreadable, message.Sequence, message.Target, EventJson.Write(message.Event), cause);
        return SqliteRows.Consume(statements, message);
    });

    /// <summary>Keeps results of activities that no turn has taken in.</summary>
    public Task KeepResultsAsync(IReadOnlyList<Message> results, Action<List<Message>> committed) => Writer.EnqueueAsync(
        statements =>
        {
            var kept = results.Where(result => SqliteRows.Consume(statements, result)).ToList();
            kept.ForEach(result => SqliteRows.InsertMessage(statements, result, EventJson.Write(result.Event)));
            return kept;
        },
        committed);

    public void Dispose()
    {
        Writer.Dispose();
        _checkpoints.Dispose();
        Readers.Dispose();
        _file.Dispose();
    }

    private long FirstSequence()
    {
        try
        {
            return SqliteSchema.TakeSequences(_file.Connection);
        }
        catch (SqliteException exception)
        {
            _file.Dispose();
            throw SqliteFile.Unusable(_file.Path, exception);
        }
    }

    private static TurnResult Store(SqliteStatements statements, TurnCommit commit)
    {
        foreach (var message in commit.Consumed)
        {
            SqliteRows.Consume(statements, message);
        }

        // An entity is never replaced; one that was removed for having nothing comes back.
        if (commit.Before is { } before && !InstanceRow.IsEntity(before.Id)
            && SqliteRows.Standing(statements, before.Id)?.Execution != before.Execution)
        {
            return new TurnResult(false, []);
        }

        if (commit.After is { } after)
        {
            if (after.Execution != commit.Before?.Execution)
            {
                statements.Execute("DELETE FROM history WHERE instance = ?1", after.Id);
                SqliteRows.WriteInput(statements, after.Id, commit.Input);
            }

            SqliteRows.WriteInstance(statements, after);
            if (commit.History is { } history)
            {
                statements.Execute("INSERT INTO history (instance, turn, events) VALUES (?1, ?2, ?3)", after.Id, after.Turn, history);
            }
        }
        else
        {
            SqliteRows.RemoveInstance(statements, commit.Instance);
        }

        foreach (var obsolete in commit.Obsolete)
        {
            SqliteRows.DeleteMessage(statements, obsolete);
        }

        foreach (var work in commit.Activities)
        {
            SqliteRows.InsertActivity(statements, work);
        }

        var sent = new List<Message>(commit.Outbox.Count);
        foreach (var outgoing in commit.Outbox)
        {
            if (outgoing.Start is null ? Send(statements, outgoing) : Start(statements, outgoing))
            {
                sent.Add(outgoing.Message);
            }
            else if (Refusals.Of(outgoing) is { } refusal && Send(statements, refusal))
            {
                sent.Add(refusal.Message);
            }
        }

        return new TurnResult(true, sent);
    }

    /// <summary>Starts an instance for another one, which takes nobody's place: only that of one that has ended.</summary>
    private static bool Start(SqliteStatements statements, Outgoing start)
    {
        if (InstanceRow.IsEntity(start.Message.Target)
            || (SqliteRows.Standing(statements, start.Message.Target) is { } standing && !InstanceRow.IsEnd(standing.Status)))
        {
            return false;
        }

        Create(statements, start);
        return true;
    }

    private static void Create(SqliteStatements statements, Outgoing start)
    {
        SqliteRows.RemoveInstance(statements, start.Message.Target);
        SqliteRows.WriteInstance(statements, start.Start!.Row);
        SqliteRows.WriteInput(statements, start.Message.Target, start.Start.Input);
        SqliteRows.InsertMessage(statements, start.Message, start.Json);
    }

    private static bool Send(SqliteStatements statements, Outgoing outgoing)
    {
        var message = outgoing.Message;
        if (!InstanceRow.IsEntity(message.Target)
            && (SqliteRows.Standing(statements, message.Target) is not { } standing
                || InstanceRow.IsEnd(standing.Status)
                || (message.Execution is { Length: > 0 } execution && execution != standing.Execution)))
        {
            return false;
        }

        SqliteRows.InsertMessage(statements, message, outgoing.Json);
        return true;
    }
}
