using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Functions.LocalRuntime.Storage;

/// <summary>The store's tables, and how an older file becomes a current one.</summary>
internal static class SqliteSchema
{
    private const long SequencesOfOneRun = 1L << 40;

    /// <summary>Each entry takes a file from the version of its index to the next.</summary>
    private static readonly string[] s_migrations =
    [
        """
        CREATE TABLE instances (
            id TEXT PRIMARY KEY, execution TEXT NOT NULL, name TEXT NOT NULL, status INTEGER NOT NULL, created INTEGER NOT NULL, updated INTEGER NOT NULL,
            input TEXT, output TEXT, custom_status TEXT, failure TEXT) WITHOUT ROWID;
        CREATE TABLE history (instance TEXT NOT NULL, seq INTEGER NOT NULL, event TEXT NOT NULL, PRIMARY KEY (instance, seq)) WITHOUT ROWID;
        CREATE TABLE inbox (seq INTEGER PRIMARY KEY AUTOINCREMENT, target TEXT NOT NULL, execution TEXT, due INTEGER, event TEXT NOT NULL);
        CREATE TABLE activities (
            seq INTEGER PRIMARY KEY AUTOINCREMENT, instance TEXT NOT NULL, execution TEXT NOT NULL, orchestrator TEXT NOT NULL, task INTEGER NOT NULL,
            name TEXT NOT NULL, input TEXT);
        CREATE TABLE entities (id TEXT PRIMARY KEY, state TEXT NOT NULL, modified INTEGER NOT NULL) WITHOUT ROWID;
        """,
        // One row of history a turn, keys given by the engine, the parent with the instance, ended instances findable by age.
        """
        ALTER TABLE instances ADD COLUMN turn INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE instances ADD COLUMN parent TEXT;
        UPDATE instances SET turn = (SELECT COALESCE(MAX(seq), 0) FROM history WHERE instance = id), parent = COALESCE(
            (SELECT json_extract(event, '$.Parent') FROM history WHERE instance = id AND json_extract(event, '$."$"') = 'started'),
            (SELECT json_extract(event, '$.Parent') FROM inbox WHERE target = id AND json_extract(event, '$."$"') = 'started'));
        ALTER TABLE instances DROP COLUMN failure;
        CREATE INDEX ended_instances ON instances (updated) WHERE status IN (1, 3, 5);
        ALTER TABLE history RENAME COLUMN seq TO turn;
        ALTER TABLE history RENAME COLUMN event TO events;
        UPDATE history SET events = '[' || events || ']';
        CREATE TABLE sequences (next INTEGER NOT NULL);
        INSERT INTO sequences SELECT COALESCE(MAX(seq), 0) + 1 FROM (SELECT seq FROM inbox UNION ALL SELECT seq FROM activities UNION ALL SELECT seq FROM sqlite_sequence);
        CREATE TABLE messages (seq INTEGER PRIMARY KEY, target TEXT NOT NULL, execution TEXT, due INTEGER, event TEXT NOT NULL);
        INSERT INTO messages SELECT seq, target, execution, due, event FROM inbox;
        DROP TABLE inbox;
        ALTER TABLE messages RENAME TO inbox;
        CREATE TABLE work (
            seq INTEGER PRIMARY KEY, instance TEXT NOT NULL, execution TEXT NOT NULL, orchestrator TEXT NOT NULL, task INTEGER NOT NULL, name TEXT NOT NULL, input TEXT);
        INSERT INTO work SELECT seq, instance, execution, orchestrator, task, name, input FROM activities;
        DROP TABLE activities;
        ALTER TABLE work RENAME TO activities;
        """,
    ];

    /// <summary>The schema that this program writes.</summary>
    public static int Version => s_migrations.Length;

    /// <summary>Brings the file to the current version, or to an older one for a test of the way there.</summary>
    /// <exception cref="InvalidOperationException">A newer program wrote it.</exception>
    public static void Migrate(SqliteConnection connection, int? to = null)
    {
        var version = (int)Number(connection, "PRAGMA user_version");
        if (version > Version)
        {
            throw new InvalidOperationException(
                $"The durable state in {connection.DataSource} has schema version {version}, and this program knows up to {Version}: run the newer program, or set LocalRuntime:StateFile to another file.");
        }

        for (; version < (to ?? Version); version++)
        {
            using var transaction = connection.BeginTransaction();
            Execute(connection, $"{s_migrations[version]} PRAGMA user_version = {version + 1}", transaction);
            transaction.Commit();
        }
    }

    /// <summary>Lets the file give back the pages that purged instances leave. A file that was not made so is written anew once.</summary>
    public static void ReclaimPages(SqliteConnection connection)
    {
        const int Incremental = 2;
        if (Number(connection, "PRAGMA auto_vacuum") != Incremental)
        {
            Execute(connection, $"PRAGMA auto_vacuum = {Incremental}; VACUUM");
        }
    }

    /// <summary>Takes as many keys as one run of the program can use.</summary>
    /// <returns>The first of them.</returns>
    public static long TakeSequences(SqliteConnection connection) =>
        Number(connection, $"UPDATE sequences SET next = next + {SequencesOfOneRun} RETURNING next - {SequencesOfOneRun}");

    public static void Execute(SqliteConnection connection, string sql, SqliteTransaction? transaction = null)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        command.ExecuteNonQuery();
    }

    private static long Number(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }
}
