using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace Functions.LocalRuntime.Storage;

/// <summary>The one thread that writes: it drains what is queued and commits it together.</summary>
internal sealed class SqliteWriter : IAsyncDisposable
{
    private const int LargestGroup = 256;

    private readonly SqliteConnection _connection;
    private readonly Channel<Job> _jobs = Channel.CreateUnbounded<Job>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Dictionary<string, SqliteCommand> _prepared = new(StringComparer.Ordinal);
    private readonly Thread _thread;

    public SqliteWriter(SqliteConnection connection)
    {
        _connection = connection;
        _thread = new Thread(Run) { IsBackground = true, Name = "durable-store-writer" };
        _thread.Start();
    }

    /// <summary>Queues a piece of work; its task completes after the commit that holds it.</summary>
    /// <exception cref="ObjectDisposedException">The store is closed.</exception>
    public Task<T> EnqueueAsync<T>(Func<SqliteWriter, T> work)
    {
        var job = new Job<T>(work);
        return _jobs.Writer.TryWrite(job) ? job.Task : throw new ObjectDisposedException(nameof(SqliteWriter), "The durable store is closed.");
    }

    /// <summary>Runs a statement of the current transaction.</summary>
    public int Execute(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters) => Prepare(sql, parameters).ExecuteNonQuery();

    /// <summary>Runs a statement of the current transaction that returns one value.</summary>
    public object? Scalar(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters) => Prepare(sql, parameters).ExecuteScalar();

    public async ValueTask DisposeAsync()
    {
        _jobs.Writer.TryComplete();
        await Task.Run(_thread.Join);
        foreach (var command in _prepared.Values)
        {
            await command.DisposeAsync();
        }
    }

    private SqliteCommand Prepare(string sql, ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        if (!_prepared.TryGetValue(sql, out var command))
        {
            command = _connection.CreateCommand();
            command.CommandText = sql;
            foreach (var (name, _) in parameters)
            {
                command.Parameters.Add(new SqliteParameter(name, null));
            }

            _prepared.Add(sql, command);
        }

        foreach (var (name, value) in parameters)
        {
            command.Parameters[name].Value = value ?? DBNull.Value;
        }

        return command;
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
        }
    }

    private void Commit(List<Job> group)
    {
        try
        {
            Execute("BEGIN IMMEDIATE");
            foreach (var job in group)
            {
                job.Run(this);
            }

            Execute("COMMIT");
        }
        catch (Exception exception)
        {
            TryRollback();
            group.ForEach(job => job.Fail(exception));
            return;
        }

        group.ForEach(job => job.Acknowledge());
    }

    private void TryRollback()
    {
        try
        {
            Execute("ROLLBACK");
        }
        catch (SqliteException)
        {
            // SQLite has rolled back by itself, as it does on a full disk.
        }
    }

    private abstract class Job
    {
        public abstract void Run(SqliteWriter writer);

        public abstract void Acknowledge();

        public abstract void Fail(Exception exception);
    }

    private sealed class Job<T>(Func<SqliteWriter, T> work) : Job
    {
        // Callers must not run on the writer's thread.
        private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T? _result;

        public Task<T> Task => _completion.Task;

        public override void Run(SqliteWriter writer) => _result = work(writer);

        public override void Acknowledge() => _completion.TrySetResult(_result!);

        public override void Fail(Exception exception) => _completion.TrySetException(exception);
    }
}
