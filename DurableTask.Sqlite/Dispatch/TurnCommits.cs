using DurableTask.Core;
using DurableTask.Sqlite.Storage;

namespace DurableTask.Sqlite.Dispatch;

/// <summary>Makes of a turn's outcome what is to be stored.</summary>
internal static class TurnCommits
{
    public static TurnCommit Make(
        SqliteWorkItem item, OrchestrationRuntimeState after, OrchestrationState state, TurnMessages sent, Hub hub)
    {
        var entity = InstanceRow.IsEntity(item.InstanceId);
        var before = item.State?.Row;
        var row = Row(before, after, state, hub.Envelopes.Now);
        var another = before?.Execution != row.Execution;
        var late = another && before is not null && !entity ? hub.Envelopes.Ahead(after) : TimeSpan.Zero;
        return new TurnCommit
        {
            Instance = item.InstanceId,
            Consumed = item.Messages,
            Before = before,
            // An entity without state, that nothing waits for, is left with no input and needs no row.
            After = entity && after.Input is null ? null : row,
            Input = another || entity ? after.Input : null,
            History = entity ? null : EventJson.Write(after.NewEvents),
            // What is for nobody would fail the turn again and again.
            Outbox =
            [
                .. sent.Instances.Concat(sent.Timers)
                    .Where(message => message.OrchestrationInstance is { InstanceId.Length: > 0 })
                    .Select(message => hub.Envelopes.Wrap(message, late)),
            ],
            Activities = [.. sent.Activities.Select(hub.Envelopes.WrapActivity)],
            Obsolete = !entity && (row.IsTerminal || another)
                ? hub.Mailboxes.Outstanding(item.Box, row.IsTerminal ? null : before?.Execution)
                : [],
        };
    }

    private static InstanceRow Row(InstanceRow? before, OrchestrationRuntimeState after, OrchestrationState state, DateTime now)
    {
        var started = after.ExecutionStartedEvent!;
        var same = before?.Execution == started.OrchestrationInstance.ExecutionId ? before : null;
        return new InstanceRow
        {
            Id = started.OrchestrationInstance.InstanceId,
            Execution = started.OrchestrationInstance.ExecutionId,
            Turn = (same?.Turn ?? 0) + 1,
            Name = after.Name,
            Version = after.Version,
            Status = state.OrchestrationStatus,
            CreatedAt = same?.CreatedAt ?? now,
            UpdatedAt = now,
            CompletedAt = InstanceRow.IsEnd(state.OrchestrationStatus) ? now : null,
            ScheduledAt = same?.ScheduledAt,
            Generation = started.Generation,
            Output = state.Output,
            CustomStatus = state.Status,
            Parent = same is not null ? same.Parent : EventJson.WritePart(started.ParentInstance),
            Tags = same is not null ? same.Tags : EventJson.WritePart(started.Tags),
        };
    }
}
