using DurableTask.Sqlite.Storage;

namespace DurableTask.Sqlite.Dispatch;

/// <summary>Messages that are due later, on one timer.</summary>
internal sealed class DueMessages : IDisposable
{
    // TimeProvider's timers take at most about 49 days; a longer wait is taken in pieces.
    private static readonly TimeSpan s_longestWait = TimeSpan.FromDays(1);

    private readonly PriorityQueue<long, DateTime> _order = new();
    private readonly Dictionary<long, Message> _messages = [];
    private readonly TimeProvider _clock;
    private readonly Action<IEnumerable<Message>> _deliver;
    private readonly ITimer _timer;

    public DueMessages(TimeProvider clock, Action<IEnumerable<Message>> deliver)
    {
        _clock = clock;
        _deliver = deliver;
        _timer = clock.CreateTimer(_ => DeliverDue(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Add(Message message, DateTime dueAt)
    {
        lock (_order)
        {
            _messages.Add(message.Sequence, message);
            _order.Enqueue(message.Sequence, dueAt);
            if (_order.Peek() == message.Sequence)
            {
                Arm();
            }
        }
    }

    /// <summary>Takes back messages that are not due yet.</summary>
    public void Withdraw(IReadOnlyList<long> sequences)
    {
        if (sequences.Count == 0)
        {
            return;
        }

        lock (_order)
        {
            foreach (var sequence in sequences)
            {
                _messages.Remove(sequence);
            }

            // Their places stay until they come up, unless that leaves more places than messages.
            if (_order.Count > 2 * _messages.Count + 64)
            {
                _order.Clear();
                _order.EnqueueRange(_messages.Values.Select(message => (message.Sequence, message.DueAt!.Value)));
                Arm();
            }
        }
    }

    public void Dispose() => _timer.Dispose();

    private void DeliverDue()
    {
        var due = new List<Message>();
        lock (_order)
        {
            while (_order.TryPeek(out var sequence, out var dueAt) && dueAt <= _clock.GetUtcNow().UtcDateTime)
            {
                _order.Dequeue();
                if (_messages.Remove(sequence, out var message))
                {
                    due.Add(message);
                }
            }

            Arm();
        }

        _deliver(due);
    }

    private void Arm()
    {
        if (_order.TryPeek(out _, out var dueAt))
        {
            var wait = dueAt - _clock.GetUtcNow().UtcDateTime;
            // A timer counts whole milliseconds: rounded up, it never fires before its time.
            var whole = TimeSpan.FromMilliseconds(Math.Ceiling(Math.Max(0, wait.TotalMilliseconds)));
            _timer.Change(whole < s_longestWait ? whole : s_longestWait, Timeout.InfiniteTimeSpan);
        }
    }
}
