using System.Globalization;
using Microsoft.Data.Sqlite;

namespace DurableTask.Sqlite.Storage;

/// <summary>The tables, and how an older file becomes a current one.</summary>
internal static class SqliteSchema
{
    /// <summary>Marks a file as one of this library (PRAGMA application_id): "DTSq".</summary>
    private const int ApplicationId = 0x44545371;

    private const long SequencesOfOneRun = 1L << 40;

    /// <summary>Each entry takes a file from the version of its index to the next. Times are UTC ticks.</summary>
    private static readonly string[] s_migrations =
    [
        """
        CREATE TABLE instances (
            id TEXT PRIMARY KEY, execution TEXT NOT NULL, turn INTEGER NOT NULL, name TEXT NOT NULL, version TEXT, status INTEGER NOT NULL,
            created INTEGER NOT NULL, updated INTEGER NOT NULL, completed INTEGER, scheduled INTEGER, generation INTEGER,
            output TEXT, custom_status TEXT, parent TEXT, tags TEXT) WITHOUT ROWID;
        CREATE INDEX ended_instances ON instances (updated) WHERE status IN (1, 3, 4, 5);
        CREATE TABLE inputs (instance TEXT PRIMARY KEY, input TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE history (
            instance TEXT NOT NULL, turn INTEGER NOT NULL, events TEXT NOT NULL, PRIMARY KEY (instance, turn)) WITHOUT ROWID;
        CREATE TABLE messages (seq INTEGER PRIMARY KEY, target TEXT NOT NULL, execution TEXT, due INTEGER, event TEXT NOT NULL);
        CREATE TABLE activities (
            seq INTEGER PRIMARY KEY, instance TEXT NOT NULL, execution TEXT, task INTEGER NOT NULL, event TEXT NOT NULL, context TEXT);
        CREATE TABLE unreadable (seq INTEGER PRIMARY KEY, target TEXT NOT NULL, event TEXT NOT NULL, cause TEXT NOT NULL);
        CREATE TABLE sequences (next INTEGER NOT NULL);
        INSERT INTO sequences VALUES (1);
        """,
    ];

    /// <summary>The schema that this program writes.</summary>
    public static int Version => s_migrations.Length;

    /// <summary>Leaves the files of other programs alone.</summary>
    /// <exception cref="InvalidOperationException">It is such a file.</exception>
    public static void RefuseForeign(SqliteConnection connection)
    {
        if (Number(connection, "PRAGMA application_id") == ApplicationId || Number(connection, "SELECT COUNT(*) FROM sqlite_master") == 0)
        {
            return;
        }

        const string FormerTables =
            "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name IN ('instances', 'inbox', 'activities', 'entities')";
        throw new InvalidOperationException(
            Number(connection, FormerTables) == 4
                ? $"The durable state in {connection.DataSource} was written by the former runtime, which this program cannot continue: "
                    + "move the file away or delete it, and the state begins anew."
                : $"The file {connection.DataSource} is a database of another program: configure another file for the durable state.");
    }

    /// <summary>Brings the file to the current version.</summary>
    /// <exception cref="InvalidOperationException">A newer program wrote it.</exception>
    public static void Migrate(SqliteConnection connection)
    {
        var version = (int)Number(connection, "PRAGMA user_version");
        if (version > Version)
        {
            throw new InvalidOperationException(
                $"The durable state in {connection.DataSource} has schema version {version}, and this program knows up to {Version}: "
                + "run the newer program, or configure another file.");
        }

        for (; version < Version; version++)
        {
            using var transaction = connection.BeginTransaction();
            var marks = $"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {version + 1}";
            Execute(connection, $"{s_migrations[version]} {marks}", transaction);
            transaction.Commit();
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
