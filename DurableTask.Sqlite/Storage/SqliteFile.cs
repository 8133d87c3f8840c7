using Microsoft.Data.Sqlite;

namespace DurableTask.Sqlite.Storage;

/// <summary>The file of the durable state: held by one process, opened, brought to the current schema.</summary>
internal sealed class SqliteFile : IDisposable
{
    private readonly FileStream _lock;

    private SqliteFile(string path, FileStream held, SqliteConnection connection) => (Path, _lock, Connection) = (path, held, connection);

    public string Path { get; }

    /// <summary>The connection that writes.</summary>
    public SqliteConnection Connection { get; }

    /// <summary>Opens or creates the file.</summary>
    /// <exception cref="InvalidOperationException">Another process uses it, another program wrote it, it cannot be written, or it is not
    /// such a file.</exception>
    public static SqliteFile Open(string path, SqliteSynchronous synchronous)
    {
        var held = Hold(path);
        SqliteConnection? connection = null;
        try
        {
            connection = Connect(path);
            SqliteSchema.RefuseForeign(connection);
            SqliteSchema.Execute(connection, "PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL;");
            SqliteSchema.Migrate(connection);
            // Checkpoints are made beside the writer, which would pause for them.
            SqliteSchema.Execute(connection, $"PRAGMA synchronous = {synchronous}; PRAGMA wal_autocheckpoint = 0;");
            SqliteSchema.Execute(connection, "PRAGMA busy_timeout = 5000; PRAGMA cache_size = -32768;");
            return new SqliteFile(path, held, connection);
        }
        catch (Exception exception)
        {
            connection?.Dispose();
            held.Dispose();
            throw exception is SqliteException ? Unusable(path, exception) : exception;
        }
    }

    /// <summary>Removes the file and what lies beside it.</summary>
    /// <exception cref="InvalidOperationException">Another process uses it.</exception>
    public static void Delete(string path)
    {
        using (Hold(path))
        {
            foreach (var part in new[] { "", "-wal", "-shm" })
            {
                File.Delete(path + part);
            }
        }

        File.Delete($"{path}.lock");
    }

    /// <summary>Another connection to the file.</summary>
    public static SqliteConnection Connect(string path)
    {
        var target = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 5 };
        var connection = new SqliteConnection(target.ToString());
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>What is said of a file that cannot be used.</summary>
    public static InvalidOperationException Unusable(string path, Exception cause) => new(
        $"The durable state in {path} cannot be used: {cause.Message} "
        + "Make the file and its folder writable; if the file is damaged, restore it or move it away to begin anew.",
        cause);

    public void Dispose()
    {
        Connection.Dispose();
        _lock.Dispose();
    }

    private static FileStream Hold(string path)
    {
        try
        {
            var folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!;
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(folder);
            }
            else
            {
                Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }

            // The operating system releases it when the process ends, however it ends.
            return new FileStream($"{path}.lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (IsHeld(exception))
        {
            throw new InvalidOperationException(
                $"The durable state in {path} is used by another process: stop that one, or configure another file.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unusable(path, exception);
        }
    }

    /// <summary>Whether somebody else has locked the file: EWOULDBLOCK on Linux and macOS, ERROR_SHARING_VIOLATION on Windows.</summary>
    private static bool IsHeld(IOException exception) => exception.HResult is 11 or 35 or unchecked((int)0x80070020);
}
