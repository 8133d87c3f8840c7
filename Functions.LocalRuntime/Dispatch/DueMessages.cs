using Functions.LocalRuntime.Storage;

namespace Functions.LocalRuntime.Dispatch;

/// <summary>Messages that are due later, on one timer.</summary>
internal sealed class DueMessages : IDisposable
{
    // TimeProvider's timers take at most about 49 days; a longer wait is taken in pieces.
    private static readonly TimeSpan s_longestWait = TimeSpan.FromDays(1);

    private readonly PriorityQueue<Message, DateTime> _messages = new();
    private readonly TimeProvider _clock;
    private readonly Action<Message> _deliver;
    private readonly ITimer _timer;

    public DueMessages(TimeProvider clock, Action<Message> deliver)
    {
        _clock = clock;
        _deliver = deliver;
        _timer = clock.CreateTimer(_ => DeliverDue(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Add(Message message, DateTime dueAt)
    {
        lock (_messages)
        {
            _messages.Enqueue(message, dueAt);
            Arm();
        }
    }

    public void Dispose() => _timer.Dispose();

    private void DeliverDue()
    {
        lock (_messages)
        {
            while (_messages.TryPeek(out var message, out var dueAt) && dueAt <= _clock.GetUtcNow().UtcDateTime)
            {
                _messages.Dequeue();
                _deliver(message);
            }

            Arm();
        }
    }

    private void Arm()
    {
        if (_messages.TryPeek(out _, out var dueAt))
        {
            var wait = dueAt - _clock.GetUtcNow().UtcDateTime;
            // A timer counts whole milliseconds: rounded up, it never fires before its time.
            var whole = TimeSpan.FromMilliseconds(Math.Ceiling(Math.Max(0, wait.TotalMilliseconds)));
            _timer.Change(whole < s_longestWait ? whole : s_longestWait, Timeout.InfiniteTimeSpan);
        }
    }
}
