namespace Functions.LocalRuntime.Execution;

/// <summary>Keeps an orchestrator on its turn's thread: continuations run when the turn drains them.</summary>
/// <param name="foreign">Told of each attempt to go on elsewhere, with the thread's name: the orchestrator awaits what is not durable.</param>
internal sealed class TurnSynchronizationContext(Action<string> foreign) : SynchronizationContext
{
    private readonly Queue<(SendOrPostCallback Callback, object? State)> _posted = new();
    private Thread? _turn;

    /// <summary>Whether the caller is on the turn's thread. Tells of it when not.</summary>
    public bool IsTurn
    {
        get
        {
            if (Thread.CurrentThread == _turn)
            {
                return true;
            }

            foreign(Thread.CurrentThread.Name ?? $"#{Environment.CurrentManagedThreadId}");
            return false;
        }
    }

    /// <summary>Makes this thread the turn's while a part of the orchestrator runs.</summary>
    public void Run(Action part)
    {
        var outer = Current;
        SetSynchronizationContext(this);
        _turn = Thread.CurrentThread;
        try
        {
            part();
        }
        finally
        {
            _turn = null;
            SetSynchronizationContext(outer);
        }
    }

    /// <summary>Runs what was posted.</summary>
    public void Drain()
    {
        while (_posted.TryDequeue(out var next))
        {
            next.Callback(next.State);
        }
    }

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (IsTurn)
        {
            _posted.Enqueue((d, state));
        }
    }

    public override void Send(SendOrPostCallback d, object? state) => d(state);

    public override SynchronizationContext CreateCopy() => this;
}
