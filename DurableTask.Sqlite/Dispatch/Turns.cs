using DurableTask.Core;
using DurableTask.Core.History;
using DurableTask.Sqlite.Storage;
using Microsoft.Extensions.Logging;
using EntityConventions = DurableTask.Core.Common.Entities;

namespace DurableTask.Sqlite.Dispatch;

/// <summary>
/// Turns of orchestrations and entities: begun with what has come, stored in one transaction with what they took in and what they send.
/// </summary>
internal sealed partial class Turns(Hub hub, ILogger logger)
{
    private readonly SqliteOrchestrationServiceSettings _settings = hub.Settings;

    /// <summary>Waits for a turn.</summary>
    /// <returns>Null when there was none in time.</returns>
    public async Task<TaskOrchestrationWorkItem?> LockNextAsync(bool entity, TimeSpan timeout, CancellationToken cancellationToken)
    {
        while (await hub.Mailboxes.NextAsync(entity, timeout, cancellationToken) is { } box)
        {
            var messages = hub.Mailboxes.Take(box);
            try
            {
                if (await BeginAsync(box, messages) is { } item)
                {
                    return item;
                }
            }
            catch (Exception exception)
            {
                LogUnreadyTurn(box.Id, exception);
                hub.Mailboxes.PutBack(box, messages, failed: true);
                hub.Mailboxes.Release(box);
            }
        }

        return null;
    }

    /// <summary>Waits for more for an instance whose last turn is stored.</summary>
    /// <returns>What has come; null when nothing came in time or the instance has ended.</returns>
    public async Task<IList<TaskMessage>?> ContinueAsync(SqliteWorkItem item)
    {
        var state = hub.Mailboxes.StateOf(item.Box);
        if (state is null || state.Row.Execution != item.OrchestrationRuntimeState.OrchestrationInstance?.ExecutionId)
        {
            return null;
        }

        try
        {
            await hub.Mailboxes.ArrivalAsync(item.Box).WaitAsync(Waits.Limit(_settings.ExtendedSessionIdleTimeout));
        }
        catch (TimeoutException)
        {
            // The session ends, unless something came at the last moment.
        }

        var messages = hub.Mailboxes.Take(item.Box);
        var current = Current(messages, state.Row.Execution);
        if (current.Count == 0 || hub.Mailboxes.StateOf(item.Box) != state)
        {
            // Nothing came, or another start has replaced the instance: whoever takes it next sees what it is.
            hub.Mailboxes.PutBack(item.Box, messages, failed: false);
            return null;
        }

        (item.Messages, item.State, item.Done) = (messages, state, false);
        return Deal(item.OrchestrationRuntimeState, current);
    }

    /// <summary>Stores a turn.</summary>
    /// <exception cref="IOException">It could not be stored; nothing of it was.</exception>
    public async Task CompleteAsync(SqliteWorkItem item, OrchestrationRuntimeState after, OrchestrationState? state, TurnMessages sent)
    {
        if (state is null || after.ExecutionStartedEvent is null)
        {
            // DurableTask.Core could make nothing of it.
            await hub.Store.DropAsync(item.Messages);
            item.Done = true;
            return;
        }

        var commit = TurnCommits.Make(item, after, state, sent, hub);
        var history = InstanceRow.IsEntity(item.InstanceId) ? [] : after.NewEvents.ToList();
        await hub.Store.CommitAsync(commit, result =>
        {
            item.Done = true;
            if (result.Stored)
            {
                Remember(item, commit, history);
                hub.Accept(result.Sent, commit.Activities, commit.Obsolete, item.InstanceId, commit.After is null or { IsTerminal: true });
            }
        });
    }

    /// <summary>Undoes a turn that was not stored.</summary>
    public void Abandon(SqliteWorkItem item)
    {
        if (!item.Done)
        {
            item.Done = true;
            hub.Mailboxes.PutBack(item.Box, item.Messages, failed: true);
        }
    }

    public void Release(SqliteWorkItem item)
    {
        Abandon(item);
        hub.Mailboxes.Release(item.Box);
    }

    private async Task<TaskOrchestrationWorkItem?> BeginAsync(Mailbox box, List<Message> messages)
    {
        var entity = InstanceRow.IsEntity(box.Id);
        if (entity && box.Failures > 0)
        {
            messages = await UnreadableMessages.SetAsideAsync(hub.Store, messages, LogUnreadableMessage);
        }

        var state = hub.Mailboxes.StateOf(box) ?? await LoadAsync(box, messages);
        if (!entity && (state is null || state.Row.IsTerminal))
        {
            return await DropAsync(box, messages);
        }

        var current = entity ? [.. messages.Where(message => message.Event is EventRaisedEvent)] : Current(messages, state!.Row.Execution);
        if (!entity && state!.Row.Turn == 0 && !current.Exists(message => message.Event is ExecutionStartedEvent))
        {
            return await BeforeStartAsync(box, messages, current, state);
        }

        if (current.Count == 0)
        {
            return await DropAsync(box, messages);
        }

        var runtimeState = state?.Row.Turn > 0 ? state.ToRuntimeState() : new OrchestrationRuntimeState();
        var item = new SqliteWorkItem(this, box)
        {
            InstanceId = box.Id,
            OrchestrationRuntimeState = runtimeState,
            LockedUntilUtc = DateTime.MaxValue,
            Messages = messages,
            State = state,
        };
        item.NewMessages = Deal(runtimeState, current);
        if (entity && state is null)
        {
            EntityConventions.AutoStart(box.Id, item.NewMessages);
        }

        // An entity's worker would have to remember the state between the batches of a session.
        item.Session = !entity && _settings.ExtendedSessionIdleTimeout > TimeSpan.Zero ? item : null;
        return item;
    }

    /// <summary>Events wait for the start; an instance that is terminated before never starts.</summary>
    private async Task<TaskOrchestrationWorkItem?> BeforeStartAsync(
        Mailbox box, List<Message> messages, List<Message> current, InstanceState state)
    {
        if (current.Find(message => message.Event is ExecutionTerminatedEvent)?.Event is not ExecutionTerminatedEvent terminated)
        {
            hub.Mailboxes.Park(box, messages);
            return null;
        }

        await hub.EndAsync(state.Row, OrchestrationStatus.Terminated, terminated.Input, messages);
        hub.Mailboxes.Release(box);
        return null;
    }

    private async Task<TaskOrchestrationWorkItem?> DropAsync(Mailbox box, List<Message> messages)
    {
        await hub.Store.DropAsync(messages);
        hub.Mailboxes.Release(box);
        return null;
    }

    /// <summary>Reads the instance; one that cannot be read fails, and the others go on.</summary>
    private async Task<InstanceState?> LoadAsync(Mailbox box, List<Message> messages)
    {
        try
        {
            var state = InstanceState.Load(hub.Store, box.Id);
            if (state is { Row.IsTerminal: false })
            {
                hub.Mailboxes.Keep(box.Id, state);
            }

            return state;
        }
        catch (InvalidDataException unreadable)
        {
            LogUnreadableHistory(box.Id, unreadable.Message);
            await hub.EndAsync(hub.Store.FindInstance(box.Id)!, OrchestrationStatus.Failed, unreadable.Message, messages);
            return null;
        }
    }

    private void Remember(SqliteWorkItem item, TurnCommit commit, List<HistoryEvent> history)
    {
        if (commit.After is not { IsTerminal: false } row)
        {
            hub.Mailboxes.Keep(item.InstanceId, null);
            return;
        }

        var continued = item.State?.Row.Execution == row.Execution;
        var events = continued ? item.State!.History : [];
        events.AddRange(history);
        var size = (continued ? item.State!.Size : 0) + (commit.History?.Length ?? 0);
        hub.Mailboxes.Keep(row.Id, InstanceRow.IsEntity(row.Id)
            ? new InstanceState(row, [], commit.Input, commit.Input?.Length ?? 0)
            : new InstanceState(row, events, null, size));
    }

    /// <summary>What is for this execution, its start first.</summary>
    private static List<Message> Current(List<Message> messages, string execution) =>
    [
        .. messages
            .Where(message => message.Execution is null || message.Execution == execution)
            .OrderBy(message => message.Event is not ExecutionStartedEvent),
    ];

    private IList<TaskMessage> Deal(OrchestrationRuntimeState turn, List<Message> messages)
    {
        List<TaskMessage> dealt = [.. messages.Select(message => message.ToTaskMessage())];
        return _settings.TimeProvider == TimeProvider.System ? dealt : new ClockedMessages(dealt, turn, _settings.TimeProvider);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A turn of {Instance} could not begin; it is tried again")]
    private partial void LogUnreadyTurn(string instance, Exception exception);

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "A message to {Instance} cannot be read and is set aside in the table 'unreadable': {Cause}")]
    private partial void LogUnreadableMessage(string instance, string cause);

    [LoggerMessage(Level = LogLevel.Error, Message = "The history of {Instance} cannot be read, so it ends as failed: {Cause}")]
    private partial void LogUnreadableHistory(string instance, string cause);
}
