using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace Functions.LocalRuntime.Storage;

/// <summary>The one thread that writes: it drains what is queued and commits it together.</summary>
internal sealed class SqliteWriter : IAsyncDisposable
{
    private const int LargestGroup = 256;

    private readonly SqliteStatements _statements;
    private readonly Action<int> _committed;
    private readonly Channel<Job> _jobs = Channel.CreateUnbounded<Job>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Thread _thread;

    /// <param name="connection">Used by this thread alone from now on.</param>
    /// <param name="committed">Told on the thread after each commit how many pieces of work it held, when their callers know.</param>
    public SqliteWriter(SqliteConnection connection, Action<int> committed)
    {
        _statements = new SqliteStatements(connection);
        _committed = committed;
        _thread = new Thread(Run) { IsBackground = true, Name = "durable-store-writer" };
        _thread.Start();
    }

    /// <summary>Queues a piece of work; its task completes after the commit that holds it.</summary>
    /// <exception cref="ObjectDisposedException">The store is closed.</exception>
    public Task<T> EnqueueAsync<T>(Func<SqliteStatements, T> work)
    {
        var job = new Job<T>(work);
        return _jobs.Writer.TryWrite(job) ? job.Task : throw new ObjectDisposedException(nameof(SqliteWriter), "The durable store is closed.");
    }

    public async ValueTask DisposeAsync()
    {
        _jobs.Writer.TryComplete();
        await Task.Run(_thread.Join);
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
                group[0].Fail(exception);
            }
            else
            {
                // What is wrong with one must not fail the others.
                group.ForEach(job => Commit([job]));
            }

            return;
        }

        group.ForEach(job => job.Acknowledge());
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

    private abstract class Job
    {
        public abstract void Run(SqliteStatements statements);

        public abstract void Acknowledge();

        public abstract void Fail(Exception exception);
    }

    private sealed class Job<T>(Func<SqliteStatements, T> work) : Job
    {
        // Callers must not run on the writer's thread.
        private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T? _result;

        public Task<T> Task => _completion.Task;

        public override void Run(SqliteStatements statements) => _result = work(statements);

        public override void Acknowledge() => _completion.TrySetResult(_result!);

        public override void Fail(Exception exception) => _completion.TrySetException(exception);
    }
}
