using DurableTask.Sqlite.Storage;

namespace DurableTask.Sqlite.Tests;

/// <summary>A write that has begun and does not end until it is released, so that others have to wait for it.</summary>
internal sealed class HeldWrite : IDisposable
{
    private readonly ManualResetEventSlim _begun = new();
    private readonly ManualResetEventSlim _released = new();
    private readonly Task _write;

    public HeldWrite(SqliteStore store)
    {
        // On a thread of its own: nothing writes yet, so whoever asks does it.
        _write = Task.Factory.StartNew(
            () => store.Writer.EnqueueAsync(_ =>
            {
                _begun.Set();
                _released.Wait();
                return 0;
            }),
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
        _begun.Wait();
    }

    public void Release() => _released.Set();

    public void Dispose()
    {
        Release();
        _write.Wait();
        _begun.Dispose();
        _released.Dispose();
    }
}
