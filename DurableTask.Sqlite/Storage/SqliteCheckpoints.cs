using Microsoft.Data.Sqlite;

namespace DurableTask.Sqlite.Storage;

/// <summary>Moves the write-ahead log into the file, on a thread beside the writer: a commit does not wait for it.</summary>
internal sealed class SqliteCheckpoints : IDisposable
{
    // What a commit adds to the log, in pages: those that every commit touches, and those of each write in it.
    private const int PagesOfCommit = 8;
    private const int PagesOfWrite = 2;
    private const int PagesBetween = 2000;

    private readonly SqliteConnection _connection;
    private readonly SemaphoreSlim _due = new(0, 1);
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _running;
    private int _pages;

    public SqliteCheckpoints(string file)
    {
        _connection = SqliteFile.Connect(file);
        SqliteSchema.Execute(_connection, "PRAGMA busy_timeout = 2000");
        _running = Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Counts what a commit has added; called by the writer.</summary>
    public void Committed(int writes)
    {
        _pages += PagesOfCommit + (PagesOfWrite * writes);
        if (_pages >= PagesBetween && _due.CurrentCount == 0)
        {
            _pages = 0;
            _due.Release();
        }
    }

    public void Dispose()
    {
        _closing.Cancel();
        _running.GetAwaiter().GetResult();
        _connection.Dispose();
        _due.Dispose();
        _closing.Dispose();
    }

    private void Run()
    {
        try
        {
            while (true)
            {
                _due.Wait(_closing.Token);
                Checkpoint();
            }
        }
        catch (OperationCanceledException)
        {
            // The store closes; SQLite checkpoints when the last connection does.
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
