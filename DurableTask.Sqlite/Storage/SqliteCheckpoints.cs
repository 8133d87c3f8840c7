using Microsoft.Data.Sqlite;

namespace DurableTask.Sqlite.Storage;

/// <summary>
/// Moves the write-ahead log into the file, on a thread beside the writer: a commit waits for it only when so much has been committed
/// meanwhile that the log would grow out of bounds.
/// </summary>
internal sealed class SqliteCheckpoints : IDisposable
{
    private const int PagesBetween = 2000;
    // The log holds what was added before a checkpoint began and what is added until the next one: twice as many, unless somebody reads
    // for so long that the log cannot begin anew.
    private const int MostPages = 3000;

    private readonly SqliteConnection _connection;
    private readonly Thread _thread;
    private readonly object _gate = new();
    // Added since the latest checkpoint began.
    private int _pages;
    private bool _closing;

    public SqliteCheckpoints(string file)
    {
        _connection = SqliteFile.Connect(file);
        SqliteSchema.Execute(_connection, "PRAGMA busy_timeout = 2000");
        _thread = new Thread(Run) { IsBackground = true, Name = "durable-state-checkpoints" };
        _thread.Start();
    }

    /// <summary>Counts what a commit has added; called by the writer.</summary>
    /// <param name="pages">How many pages it wrote to the log.</param>
    public void Committed(int pages)
    {
        lock (_gate)
        {
            _pages += pages;
            if (_pages >= PagesBetween)
            {
                Monitor.PulseAll(_gate);
            }

            while (_pages >= MostPages && !_closing)
            {
                Monitor.Wait(_gate);
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _closing = true;
            Monitor.PulseAll(_gate);
        }

        _thread.Join();
        _connection.Dispose();
    }

    private void Run()
    {
        while (BecomesDue())
        {
            Checkpoint();
        }
    }

    /// <returns>False when the store closes: SQLite checkpoints when the last connection does.</returns>
    private bool BecomesDue()
    {
        lock (_gate)
        {
            while (_pages < PagesBetween && !_closing)
            {
                Monitor.Wait(_gate);
            }

            _pages = 0;
            Monitor.PulseAll(_gate);
            return !_closing;
        }
    }

    private void Checkpoint()
    {
        const int LongLog = 1_000;
        try
        {
            // While commits go on, a passive checkpoint never reaches the log's end and the log grows;
            // this one lets the writer wait and begin the log anew.
            if (Frames("PRAGMA wal_checkpoint(PASSIVE)") > LongLog)
            {
                Frames("PRAGMA wal_checkpoint(RESTART)");
            }
        }
        catch (SqliteException)
        {
            // The log stays as it is and the next checkpoint takes it in; a disk that is full or gone shows in the commits.
        }
    }

    private long Frames(string pragma)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = pragma;
        using var reader = command.ExecuteReader();
        return reader.Read() ? reader.GetInt64(1) : 0;
    }
}
