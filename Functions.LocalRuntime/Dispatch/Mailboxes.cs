using System.Threading.Channels;
using Functions.LocalRuntime.Storage;

namespace Functions.LocalRuntime.Dispatch;

/// <summary>What has arrived for each orchestration and entity, and which of them have something to do. An instance is worked on by one at a time.</summary>
internal sealed class Mailboxes
{
    private readonly Dictionary<string, Mailbox> _boxes = new(StringComparer.Ordinal);
    private readonly Channel<string> _ready = Channel.CreateUnbounded<string>();

    /// <summary>Ids with something to do; each is taken by one reader, who ends with <see cref="Done"/>.</summary>
    public ChannelReader<string> Ready => _ready.Reader;

    public void Deliver(Message message)
    {
        lock (_boxes)
        {
            Add(message);
        }
    }

    /// <summary>Delivers messages of one commit: who is worked on next takes in all that are for it.</summary>
    public void Deliver(IEnumerable<Message> messages)
    {
        lock (_boxes)
        {
            foreach (var message in messages)
            {
                Add(message);
            }
        }
    }

    /// <summary>Takes everything that has arrived.</summary>
    public IReadOnlyList<Message> Take(string id)
    {
        lock (_boxes)
        {
            var box = _boxes[id];
            var messages = box.Messages;
            box.Messages = [];
            return messages;
        }
    }

    /// <summary>Ends the work on an instance; what has arrived meanwhile wakes it again.</summary>
    /// <param name="id">The instance.</param>
    /// <param name="withdrawn">Sequences of messages that it does not want any more.</param>
    public void Done(string id, IReadOnlyList<long> withdrawn)
    {
        lock (_boxes)
        {
            var box = _boxes[id];
            box.Busy = false;
            if (withdrawn.Count > 0)
            {
                box.Messages.RemoveAll(message => message.Origin == MessageOrigin.Inbox && withdrawn.Contains(message.Sequence));
            }

            if (box.Messages.Count > 0)
            {
                Wake(id, box);
            }
            else
            {
                _boxes.Remove(id);
            }
        }
    }

    /// <summary>Ends the work on an instance that could not take its messages.</summary>
    /// <param name="id">The instance.</param>
    /// <param name="messages">What it could not take; comes before what has arrived meanwhile.</param>
    /// <param name="again">Whether it is tried again at once; else only what arrives later wakes it.</param>
    public void PutBack(string id, IReadOnlyList<Message> messages, bool again)
    {
        lock (_boxes)
        {
            var box = _boxes[id];
            box.Busy = false;
            var wake = again || box.Messages.Count > 0;
            box.Messages.InsertRange(0, messages);
            if (wake)
            {
                Wake(id, box);
            }
        }
    }

    /// <summary>Wakes nobody any more.</summary>
    public void Close() => _ready.Writer.TryComplete();

    /// <summary>Results of activities that nobody has taken.</summary>
    public IReadOnlyList<Message> UntakenResults()
    {
        lock (_boxes)
        {
            return [.. _boxes.Values.SelectMany(box => box.Messages).Where(message => message.Origin == MessageOrigin.Activity)];
        }
    }

    private void Add(Message message)
    {
        if (!_boxes.TryGetValue(message.Target, out var box))
        {
            _boxes.Add(message.Target, box = new Mailbox());
        }

        box.Messages.Add(message);
        Wake(message.Target, box);
    }

    private void Wake(string id, Mailbox box)
    {
        if (!box.Busy)
        {
            box.Busy = true;
            _ready.Writer.TryWrite(id);
        }
    }

    private sealed class Mailbox
    {
        public List<Message> Messages { get; set; } = [];

        public bool Busy { get; set; }
    }
}
