using System.Text.Json;
using DurableTask.Core.Query;

namespace DurableTask.Sqlite.Storage;

/// <summary>Lists instances by id, page by page; a page's continuation token is its last id.</summary>
internal static class InstanceQueries
{
    private const string Columns = $"{SqliteRows.InstanceColumns}, (SELECT input FROM inputs WHERE instance = id AND ?8) AS input";

    public static OrchestrationQueryResult Find(SqliteStore store, OrchestrationQuery query)
    {
        var found = List(store, query);
        var states = found.Select(instance => instance.Row.ToState(instance.Input, query.FetchInputsAndOutputs)).ToList();
        return new OrchestrationQueryResult(states, found.Count == query.PageSize ? found[^1].Row.Id : null);
    }

    public static List<(InstanceRow Row, string? Input)> List(SqliteStore store, OrchestrationQuery query) =>
        store.Readers.Read(
            $"""
            SELECT {Columns} FROM instances
            WHERE id > ?1 AND id >= ?2 AND substr(id, 1, length(?2)) = ?2 AND created >= ?3 AND created <= ?4
                AND (?5 IS NULL OR status IN (SELECT value FROM json_each(?5))) AND (?6 = 0 OR substr(id, 1, 1) <> '@')
            ORDER BY id LIMIT ?7
            """,
            row => (SqliteRows.ReadInstance(row), SqliteRows.Text(row, 15)),
            query.ContinuationToken ?? "",
            query.InstanceIdPrefix ?? "",
            Utc(query.CreatedTimeFrom ?? DateTime.MinValue).Ticks,
            Utc(query.CreatedTimeTo ?? DateTime.MaxValue).Ticks,
            query.RuntimeStatus is { Count: > 0 } statuses ? JsonSerializer.Serialize(statuses.Select(status => (int)status)) : null,
            query.ExcludeEntities ? 1 : 0,
            query.PageSize,
            query.FetchInputsAndOutputs ? 1 : 0);

    /// <summary>A time of unknown kind is UTC.</summary>
    public static DateTime Utc(DateTime time) => time.Kind == DateTimeKind.Local ? time.ToUniversalTime() : time;
}
