using DurableTask.Sqlite.Storage;

namespace DurableTask.Sqlite.Dispatch;

/// <summary>Delivers messages to instances and instances to workers, each to one at a time.</summary>
/// <param name="cacheSize">How many characters of instances are kept in memory.</param>
internal sealed class Mailboxes(long cacheSize) : IDisposable
{
    // More than this wait for the next turn, so that no turn grows without bound.
    private const int LargestTurn = 1000;

    private static readonly TimeSpan s_shortestPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Mailbox> _boxes = new(StringComparer.Ordinal);
    private readonly LinkedList<Mailbox> _kept = [];
    private readonly ReadyQueue<Mailbox> _orchestrations = new();
    private readonly ReadyQueue<Mailbox> _entities = new();
    private long _size;

    /// <summary>Hands messages to their instances.</summary>
    public void Deliver(IEnumerable<Message> messages)
    {
        lock (_gate)
        {
            foreach (var message in messages)
            {
                var box = Box(message.Target);
                box.Delayed.Remove(message.Sequence);
                box.Queue.Add(message);
                box.Arrival?.TrySetResult();
                Offer(box);
            }
        }
    }

    /// <summary>Notes that a message is due later.</summary>
    public void Expect(Message message)
    {
        lock (_gate)
        {
            Box(message.Target).Delayed.Add(message.Sequence, message.Execution);
        }
    }

    /// <summary>Waits for an instance that has messages.</summary>
    public Task<Mailbox?> NextAsync(bool entity, TimeSpan timeout, CancellationToken cancellationToken) =>
        (entity ? _entities : _orchestrations).DequeueAsync(timeout, cancellationToken);

    /// <summary>Takes what has come, oldest first.</summary>
    public List<Message> Take(Mailbox box)
    {
        lock (_gate)
        {
            (box.Held, box.Ready, box.Arrival) = (true, false, null);
            var taken = box.Queue.Take(LargestTurn).ToList();
            box.Queue.RemoveRange(0, taken.Count);
            return taken;
        }
    }

    /// <summary>Gives back what was taken.</summary>
    /// <param name="box">Whose it is.</param>
    /// <param name="messages">What was taken.</param>
    /// <param name="failed">Whether a turn failed: it comes again after a pause that grows with each failure in a row.</param>
    public void PutBack(Mailbox box, IReadOnlyList<Message> messages, bool failed)
    {
        lock (_gate)
        {
            box.Queue.InsertRange(0, messages);
            box.Failures += failed ? 1 : 0;
        }
    }

    /// <summary>Gives back messages that cannot be taken in before another has come.</summary>
    public void Park(Mailbox box, IReadOnlyList<Message> messages)
    {
        lock (_gate)
        {
            var arrived = box.Queue.Count > 0;
            box.Queue.InsertRange(0, messages);
            box.Held = false;
            if (arrived)
            {
                Offer(box);
            }
        }
    }

    /// <summary>Lets the instance go on to the next worker when more has come for it.</summary>
    public void Release(Mailbox box)
    {
        lock (_gate)
        {
            box.Arrival = null;
            if (box.Failures == 0)
            {
                Free(box);
                return;
            }
        }

        var pause = TimeSpan.FromTicks(Math.Min(s_longestPause.Ticks, s_shortestPause.Ticks << Math.Min(box.Failures - 1, 20)));
        _ = Task.Delay(pause).ContinueWith(
            _ =>
            {
                lock (_gate)
                {
                    Free(box);
                }
            },
            TaskScheduler.Default);
    }

    /// <summary>Waits until something has come for an instance that a session holds.</summary>
    public Task ArrivalAsync(Mailbox box)
    {
        lock (_gate)
        {
            if (box.Queue.Count > 0)
            {
                return Task.CompletedTask;
            }

            box.Arrival = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return box.Arrival.Task;
        }
    }

    public InstanceState? StateOf(Mailbox box)
    {
        lock (_gate)
        {
            return box.State;
        }
    }

    /// <summary>Keeps the instance in memory, and lets those go that were used longest ago when they take too much.</summary>
    public void Keep(string id, InstanceState? state)
    {
        lock (_gate)
        {
            var box = Box(id);
            (_size, box.Failures) = (_size - SizeOf(box.State) + SizeOf(state), 0);
            box.State = state;
            if (box.Kept is { } node)
            {
                _kept.Remove(node);
                box.Kept = null;
            }

            if (state is null)
            {
                ForgetIfIdle(box);
                return;
            }

            box.Kept = _kept.AddLast(box);
            while (_size > cacheSize && _kept.First is { } oldest)
            {
                _kept.RemoveFirst();
                _size -= SizeOf(oldest.Value.State);
                (oldest.Value.Kept, oldest.Value.State) = (null, null);
                ForgetIfIdle(oldest.Value);
            }
        }
    }

    /// <summary>The keys of what is on its way to an instance, of one execution or of all.</summary>
    public List<long> Outstanding(Mailbox box, string? execution)
    {
        lock (_gate)
        {
            return [.. box.Delayed.Where(delayed => execution is null || delayed.Value == execution).Select(delayed => delayed.Key)];
        }
    }

    /// <summary>Notes that messages will not come.</summary>
    public void Withdraw(string id, IReadOnlyList<long> sequences)
    {
        lock (_gate)
        {
            if (_boxes.TryGetValue(id, out var box))
            {
                foreach (var sequence in sequences)
                {
                    box.Delayed.Remove(sequence);
                }

                ForgetIfIdle(box);
            }
        }
    }

    /// <summary>Results of activities that no turn has taken.</summary>
    public List<Message> UntakenResults()
    {
        lock (_gate)
        {
            return [.. _boxes.Values.SelectMany(box => box.Queue).Where(message => message.Origin == MessageOrigin.Activity)];
        }
    }

    /// <summary>Notes that results of activities are messages now.</summary>
    public void Kept(IReadOnlyList<Message> results)
    {
        lock (_gate)
        {
            foreach (var result in results)
            {
                var queue = Box(result.Target).Queue;
                var place = queue.IndexOf(result);
                if (place >= 0)
                {
                    queue[place] = result with { Origin = MessageOrigin.Message };
                }
            }
        }
    }

    public void Dispose()
    {
        _orchestrations.Dispose();
        _entities.Dispose();
    }

    // With what it takes beside its texts.
    private static long SizeOf(InstanceState? state) => state is null ? 0 : state.Size + 500;

    private void Free(Mailbox box)
    {
        box.Held = false;
        Offer(box);
        ForgetIfIdle(box);
    }

    private void Offer(Mailbox box)
    {
        if (!box.Held && !box.Ready && box.Queue.Count > 0)
        {
            box.Ready = true;
            (InstanceRow.IsEntity(box.Id) ? _entities : _orchestrations).Enqueue(box);
        }
    }

    private Mailbox Box(string id)
    {
        if (!_boxes.TryGetValue(id, out var box))
        {
            _boxes.Add(id, box = new Mailbox(id));
        }

        return box;
    }

    private void ForgetIfIdle(Mailbox box)
    {
        if (!box.Held && !box.Ready && box.Queue.Count == 0 && box.Delayed.Count == 0 && box.State is null)
        {
            _boxes.Remove(box.Id);
        }
    }
}
