using System.Text.Json;
using DurableTask.Core;

namespace DurableTask.Sqlite.Storage;

/// <summary>Which ended instances to remove.</summary>
internal sealed record PurgeCriteria
{
    public DateTime? CreatedFrom { get; init; }

    public DateTime? CreatedTo { get; init; }

    public DateTime? UpdatedBefore { get; init; }

    /// <summary>Those that are no ends count for nothing; null for all.</summary>
    public IReadOnlyCollection<OrchestrationStatus>? Statuses { get; init; }
}

/// <summary>Removes instances that have ended, and gives back the room they took.</summary>
internal static class Purges
{
    /// <returns>How many were removed.</returns>
    public static Task<int> PurgeAsync(SqliteStore store, string id) => store.Writer.EnqueueAsync(statements =>
    {
        if (SqliteRows.Standing(statements, id) is not { } standing || !InstanceRow.IsEnd(standing.Status))
        {
            return 0;
        }

        SqliteRows.RemoveInstance(statements, id);
        Vacuum(statements);
        return 1;
    });

    /// <summary>Removes the oldest that match.</summary>
    /// <param name="store">Where they are.</param>
    /// <param name="criteria">Which.</param>
    /// <param name="limit">How many at most.</param>
    /// <returns>How many were removed.</returns>
    public static Task<int> PurgeAsync(SqliteStore store, PurgeCriteria criteria, int limit)
    {
        var statuses = criteria.Statuses is null ? null : JsonSerializer.Serialize(criteria.Statuses.Select(status => (int)status));
        return store.Writer.EnqueueAsync(statements =>
        {
            var ended = statements.Read(
                """
                SELECT id FROM instances
                WHERE status IN (1, 3, 4, 5) AND updated < ?1 AND created >= ?2 AND created <= ?3
                    AND (?4 IS NULL OR status IN (SELECT value FROM json_each(?4)))
                ORDER BY updated LIMIT ?5
                """,
                row => row.GetString(0),
                InstanceQueries.Utc(criteria.UpdatedBefore ?? DateTime.MaxValue).Ticks,
                InstanceQueries.Utc(criteria.CreatedFrom ?? DateTime.MinValue).Ticks,
                InstanceQueries.Utc(criteria.CreatedTo ?? DateTime.MaxValue).Ticks,
                statuses,
                limit);
            ended.ForEach(id => SqliteRows.RemoveInstance(statements, id));
            if (ended.Count > 0)
            {
                Vacuum(statements);
            }

            return ended.Count;
        });
    }

    /// <summary>Removes all that match, some at a time, so that others can write between.</summary>
    /// <returns>How many were removed.</returns>
    public static async Task<int> PurgeAllAsync(SqliteStore store, PurgeCriteria criteria)
    {
        const int Batch = 200;
        var purged = 0;
        for (var last = Batch; last == Batch; purged += last)
        {
            last = await PurgeAsync(store, criteria, Batch);
        }

        return purged;
    }

    // Gives back one page with each row that it returns.
    private static void Vacuum(SqliteStatements statements) => statements.Read("PRAGMA incremental_vacuum", _ => true);
}
