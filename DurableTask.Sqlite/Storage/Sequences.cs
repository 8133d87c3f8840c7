namespace DurableTask.Sqlite.Storage;

/// <summary>
/// Keys of messages and activities, never used twice in the life of a file: what is stored again under its key is stored once.
/// </summary>
internal sealed class Sequences(long first)
{
    private long _last = first - 1;

    public long Next() => Interlocked.Increment(ref _last);
}
