using Microsoft.Data.Sqlite;

namespace Functions.LocalRuntime.Storage;

/// <summary>The store's tables, and how an older file becomes a current one.</summary>
internal static class SqliteSchema
{
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
    ];

    /// <summary>Brings the file to the current version.</summary>
    /// <exception cref="InvalidOperationException">A newer program wrote it.</exception>
    public static void Migrate(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA user_version";
        var version = Convert.ToInt32(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
        if (version > s_migrations.Length)
        {
            throw new InvalidOperationException(
                $"The durable state in {connection.DataSource} has schema version {version}, and this program knows up to {s_migrations.Length}: run the newer program, or set LocalRuntime:StateFile to another file.");
        }

        for (; version < s_migrations.Length; version++)
        {
            using var transaction = connection.BeginTransaction();
            command.Transaction = transaction;
            command.CommandText = $"{s_migrations[version]} PRAGMA user_version = {version + 1}";
            command.ExecuteNonQuery();
            transaction.Commit();
        }
    }
}
