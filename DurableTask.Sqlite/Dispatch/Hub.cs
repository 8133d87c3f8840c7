using DurableTask.Core;
using DurableTask.Core.History;
using DurableTask.Sqlite.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace DurableTask.Sqlite.Dispatch;

/// <summary>An open file and what is kept of it in memory.</summary>
internal sealed partial class Hub : IDisposable
{
    private readonly DueMessages _due;
    private readonly ILogger _logger;

    /// <summary>Opens the file and takes up everything that was on its way.</summary>
    /// <exception cref="InvalidOperationException">The file cannot be used.</exception>
    public Hub(SqliteOrchestrationServiceSettings settings, ILogger logger)
    {
        (Settings, _logger) = (settings, logger);
        Pending pending;
        Store = new SqliteStore(settings.File, settings.Synchronous, logger);
        try
        {
            pending = PendingRows.Load(Store, LogUnreadable);
        }
        catch (Exception exception)
        {
            Store.Dispose();
            throw exception is SqliteException or IOException ? SqliteFile.Unusable(settings.File, exception) : exception;
        }

        Envelopes = new Envelopes(Store.Sequences, settings.TimeProvider);
        Mailboxes = new Mailboxes(settings.HistoryCacheSize);
        Activities = new ActivityQueue(Mailboxes);
        _due = new DueMessages(settings.TimeProvider, Mailboxes.Deliver);
        Turns = new Turns(this, logger);
        Accept(pending.Messages, pending.Activities);
    }

    public SqliteOrchestrationServiceSettings Settings { get; }

    public SqliteStore Store { get; }

    public Envelopes Envelopes { get; }

    public Mailboxes Mailboxes { get; }

    public ActivityQueue Activities { get; }

    public InstanceWatch Watch { get; } = new();

    public Turns Turns { get; }

    /// <summary>Starts an instance; see <see cref="SqliteStore.CreateAsync"/>.</summary>
    public Task CreateAsync(TaskMessage message, IReadOnlyCollection<OrchestrationStatus> refused)
    {
        var start = Envelopes.Wrap(message);
        return Store.CreateAsync(start, refused, () => Accept([start.Message], [], start.Start));
    }

    /// <summary>Sends messages to those instances that can still take them.</summary>
    public Task SendAsync(IEnumerable<TaskMessage> messages) =>
        Store.SendAsync([.. messages.Select(message => Envelopes.Wrap(message))], sent => Accept(sent, []));

    /// <summary>Takes up what a commit has stored; on the writer's thread.</summary>
    public void Accept(
        IReadOnlyList<Message> sent, IReadOnlyList<ActivityWork> activities, IReadOnlyList<long> obsolete, string instance, bool ended)
    {
        if (obsolete.Count > 0)
        {
            _due.Withdraw(obsolete);
            Mailboxes.Withdraw(instance, obsolete);
        }

        Accept(sent, activities);
        if (ended)
        {
            Watch.Ended(instance);
        }
    }

    /// <summary>Ends an instance without a turn of its own.</summary>
    public Task EndAsync(InstanceRow row, OrchestrationStatus status, string? output, IReadOnlyList<Message> consumed)
    {
        var now = Envelopes.Now;
        var commit = new TurnCommit
        {
            Instance = row.Id,
            Consumed = consumed,
            Before = row,
            After = row with { Status = status, Output = output, UpdatedAt = now, CompletedAt = now },
            Outbox = EndNotices.Of(row, status, output, Envelopes),
        };
        return Store.CommitAsync(commit, result =>
        {
            Mailboxes.Keep(row.Id, null);
            Accept(result.Sent, [], [], row.Id, ended: true);
        });
    }

    /// <summary>What a client sees of an instance; null when there is none.</summary>
    /// <param name="id">The instance.</param>
    /// <param name="ended">Only when it has ended.</param>
    public OrchestrationState? FindState(string id, bool ended) =>
        Store.FindWithInput(id) is var (row, input) && (!ended || row.IsTerminal) ? row.ToState(input, withOutput: true) : null;

    /// <summary>Removes an entity that has nothing, if that is still so.</summary>
    /// <returns>How many were removed.</returns>
    public Task<int> RemoveIdleAsync(InstanceRow entity) => Store.Writer.EnqueueAsync(
        statements =>
        {
            if (SqliteRows.Standing(statements, entity.Id)?.Execution != entity.Execution)
            {
                return 0;
            }

            SqliteRows.RemoveInstance(statements, entity.Id);
            return 1;
        },
        removed =>
        {
            if (removed > 0)
            {
                Mailboxes.Keep(entity.Id, null);
            }
        });

    public void Dispose()
    {
        _due.Dispose();
        Store.Dispose();
        Activities.Dispose();
        Mailboxes.Dispose();
    }

    private void Accept(IReadOnlyList<Message> sent, IReadOnlyList<ActivityWork> activities, NewInstance? started = null)
    {
        if (started is not null)
        {
            // Nothing has happened to it yet: its first turn need not look.
            Mailboxes.Keep(started.Row.Id, new InstanceState(started.Row, [], null, 0));
        }

        foreach (var work in activities)
        {
            Activities.Add(work);
        }

        List<Message> now = [];
        foreach (var message in sent)
        {
            if (message.Event is ExecutionStartedEvent && started is null)
            {
                // It may have replaced one that is still in memory.
                Mailboxes.Keep(message.Target, null);
            }

            if (message.DueAt is { } dueAt && dueAt > Envelopes.Now)
            {
                Mailboxes.Expect(message);
                _due.Add(message, dueAt);
            }
            else
            {
                now.Add(message);
            }
        }

        Mailboxes.Deliver(now);
    }

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "What was on its way to {Target} cannot be read and is set aside in the table 'unreadable': {Cause}")]
    private partial void LogUnreadable(string target, string cause);
}
