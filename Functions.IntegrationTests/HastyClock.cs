namespace Functions.IntegrationTests;

/// <summary>The system's clock, some times as fast: waits of seconds take fractions of them.</summary>
internal sealed class HastyClock(int haste) : TimeProvider
{
    private readonly DateTimeOffset _begun = System.GetUtcNow();
    private readonly long _since = System.GetTimestamp();

    public override DateTimeOffset GetUtcNow() => _begun + (System.GetElapsedTime(_since) * haste);

    public override long GetTimestamp() => (System.GetTimestamp() - _since) * haste;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new HastyTimer(System.CreateTimer(callback, state, Shorten(dueTime), Shorten(period)), Shorten);

    // Timers count whole milliseconds; rounded up, none fires before its time.
    private TimeSpan Shorten(TimeSpan time) => time == Timeout.InfiniteTimeSpan
        ? time
        : TimeSpan.FromMilliseconds(Math.Ceiling(time.TotalMilliseconds / haste));

    private sealed class HastyTimer(ITimer timer, Func<TimeSpan, TimeSpan> shorten) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(shorten(dueTime), shorten(period));

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
