using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using SQLitePCL;

namespace DurableTask.Sqlite.Storage;

/// <summary>
/// The one writer: whoever comes while nobody writes does so itself, which costs no change of threads, and what comes meanwhile is left to
/// a thread that drains it and commits it together.
/// </summary>
internal sealed partial class SqliteWriter : IDisposable
{
    private const int LargestGroup = 256;

    private readonly string _file;
    private readonly SqliteConnection _connection;
    private readonly SqliteStatements _statements;
    private readonly Action<int> _committed;
    private readonly ILogger _logger;
    private readonly object _gate = new();
    private readonly Queue<Job> _jobs = new();
    private readonly Thread _thread;
    // Whether somebody writes, the thread or another; whether it is the thread's turn; whether no more is taken.
    private bool _writing;
    private bool _handedOver;
    private bool _closed;
    private bool _failing;

    /// <param name="file">Used by this writer alone from now on.</param>
    /// <param name="committed">Told after each commit how many pages it added to the write-ahead log.</param>
    /// <param name="logger">Told when the file cannot be written, and when it can again.</param>
    public SqliteWriter(SqliteFile file, Action<int> committed, ILogger logger)
    {
        (_file, _connection, _committed, _logger) = (file.Path, file.Connection, committed, logger);
        _statements = new SqliteStatements(file.Connection);
        _thread = new Thread(Run) { IsBackground = true, Name = "durable-state-writer" };
        _thread.Start();
    }

    /// <summary>Queues a piece of work; its task completes after the commit that holds it.</summary>
    /// <param name="work">What to write, in the transaction.</param>
    /// <param name="committed">Run after the commit and before the next one, maybe on the caller's thread; must be short and not
    /// fail.</param>
    /// <remarks>May commit before it returns: no lock may be held that <paramref name="committed"/> of anyone needs.</remarks>
    /// <exception cref="IOException">It could not be stored; nothing of it was.</exception>
    /// <exception cref="ObjectDisposedException">The file is closed.</exception>
    public Task<T> EnqueueAsync<T>(Func<SqliteStatements, T> work, Action<T>? committed = null)
    {
        var job = new Job<T>(work, committed);
        lock (_gate)
        {
            if (_closed)
            {
                throw new ObjectDisposedException(nameof(SqliteOrchestrationService), $"The durable state in {_file} is closed.");
            }

            if (_writing)
            {
                _jobs.Enqueue(job);
                return job.Task;
            }

            _writing = true;
        }

        try
        {
            Commit([job]);
            _committed(TakePages());
        }
        finally
        {
            HandOver();
        }

        return job.Task;
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _closed = true;
            Monitor.PulseAll(_gate);
        }

        _thread.Join();
        _statements.Dispose();
    }

    /// <summary>Leaves to the thread what has come meanwhile.</summary>
    private void HandOver()
    {
        lock (_gate)
        {
            (_writing, _handedOver) = (_jobs.Count > 0, _jobs.Count > 0);
            Monitor.PulseAll(_gate);
        }
    }

    private void Run()
    {
        var group = new List<Job>(LargestGroup);
        while (Take(group))
        {
            Commit(group);
            _committed(TakePages());
        }
    }

    /// <summary>Waits for the thread's turn; it lasts until nothing is left.</summary>
    /// <returns>False when the writer is closed, and all that it took is written.</returns>
    private bool Take(List<Job> group)
    {
        group.Clear();
        lock (_gate)
        {
            if (_handedOver && _jobs.Count == 0)
            {
                (_writing, _handedOver) = (false, false);
            }

            while (!_handedOver)
            {
                if (_closed && !_writing)
                {
                    return false;
                }

                Monitor.Wait(_gate);
            }

            while (group.Count < LargestGroup && _jobs.TryDequeue(out var job))
            {
                group.Add(job);
            }

            return true;
        }
    }

    private void Commit(List<Job> group)
    {
        try
        {
            _statements.Execute("BEGIN IMMEDIATE");
            foreach (var job in group)
            {
                job.Run(_statements);
            }

            _statements.Execute("COMMIT");
        }
        catch (Exception exception)
        {
            TryRollback();
            if (group.Count == 1)
            {
                group[0].Fail(Explain(exception));
            }
            else
            {
                // What is wrong with one must not fail the others.
                group.ForEach(job => Commit([job]));
            }

            return;
        }

        if (_failing)
        {
            _failing = false;
            LogWritable(_file);
        }

        group.ForEach(job => job.Acknowledge());
    }

    /// <summary>How many pages were written to the log since this was last asked, which SQLite counts itself.</summary>
    private int TakePages()
    {
        raw.sqlite3_db_status(_connection.Handle!, raw.SQLITE_DBSTATUS_CACHE_WRITE, out var pages, out _, resetFlg: 1);
        return pages;
    }

    private Exception Explain(Exception exception)
    {
        if (exception is not SqliteException)
        {
            return exception;
        }

        if (!_failing)
        {
            _failing = true;
            LogUnwritable(_file, exception.Message);
        }

        return new IOException(
            $"The durable state in {_file} could not be written: {exception.Message} "
            + "Nothing of this was stored; make room on the disk and keep the file writable.",
            exception);
    }

    private void TryRollback()
    {
        try
        {
            _statements.Execute("ROLLBACK");
        }
        catch (SqliteException)
        {
            // SQLite has rolled back by itself, as it does on a full disk.
        }
    }

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "The durable state in {File} cannot be written: {Cause} Nothing acknowledged is lost; turns are tried again")]
    private partial void LogUnwritable(string file, string cause);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The durable state in {File} can be written again")]
    private partial void LogWritable(string file);

    private abstract class Job
    {
        public abstract void Run(SqliteStatements statements);

        public abstract void Acknowledge();

        public abstract void Fail(Exception exception);
    }

    private sealed class Job<T>(Func<SqliteStatements, T> work, Action<T>? committed) : Job
    {
        // Callers must not run on the writer's thread.
        private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T? _result;

        public Task<T> Task => _completion.Task;

        public override void Run(SqliteStatements statements) => _result = work(statements);

        public override void Acknowledge()
        {
            try
            {
                committed?.Invoke(_result!);
                _completion.TrySetResult(_result!);
            }
            catch (Exception exception)
            {
                // A fault of this library: its caller hears of it, and everybody else's writes go on.
                _completion.TrySetException(exception);
            }
        }

        public override void Fail(Exception exception) => _completion.TrySetException(exception);
    }
}
