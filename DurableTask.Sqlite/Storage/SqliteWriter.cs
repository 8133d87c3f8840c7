using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace DurableTask.Sqlite.Storage;

/// <summary>The one thread that writes: it drains what is queued and commits it together.</summary>
internal sealed partial class SqliteWriter : IDisposable
{
    private const int LargestGroup = 256;

    private readonly string _file;
    private readonly SqliteStatements _statements;
    private readonly Action<int> _committed;
    private readonly ILogger _logger;
    private readonly Channel<Job> _jobs = Channel.CreateUnbounded<Job>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Thread _thread;
    private bool _failing;

    /// <param name="file">Used by this thread alone from now on.</param>
    /// <param name="committed">Told on the thread after each commit how many pieces of work it held.</param>
    /// <param name="logger">Told when the file cannot be written, and when it can again.</param>
    public SqliteWriter(SqliteFile file, Action<int> committed, ILogger logger)
    {
        (_file, _committed, _logger) = (file.Path, committed, logger);
        _statements = new SqliteStatements(file.Connection);
        _thread = new Thread(Run) { IsBackground = true, Name = "durable-state-writer" };
        _thread.Start();
    }

    /// <summary>Queues a piece of work; its task completes after the commit that holds it.</summary>
    /// <param name="work">What to write, in the transaction.</param>
    /// <param name="committed">Run on the writer's thread after the commit, in the order of the commits; must be short and not
    /// fail.</param>
    /// <exception cref="IOException">It could not be stored; nothing of it was.</exception>
    /// <exception cref="ObjectDisposedException">The file is closed.</exception>
    public Task<T> EnqueueAsync<T>(Func<SqliteStatements, T> work, Action<T>? committed = null)
    {
        var job = new Job<T>(work, committed);
        return _jobs.Writer.TryWrite(job)
            ? job.Task
            : throw new ObjectDisposedException(nameof(SqliteOrchestrationService), $"The durable state in {_file} is closed.");
    }

    public void Dispose()
    {
        _jobs.Writer.TryComplete();
        _thread.Join();
        _statements.Dispose();
    }

    private void Run()
    {
        var group = new List<Job>(LargestGroup);
        while (_jobs.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            group.Clear();
            while (group.Count < LargestGroup && _jobs.Reader.TryRead(out var job))
            {
                group.Add(job);
            }

            Commit(group);
            _committed(group.Count);
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
