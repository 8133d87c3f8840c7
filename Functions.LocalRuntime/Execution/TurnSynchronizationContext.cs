namespace Functions.LocalRuntime.Execution;

/// <summary>Keeps an orchestrator on its turn's thread: continuations run when the turn drains them.</summary>
internal sealed class TurnSynchronizationContext : SynchronizationContext
{
    private readonly Thread _thread = Thread.CurrentThread;
    private readonly Queue<(SendOrPostCallback Callback, object? State)> _posted = new();

    /// <summary>Whether something tried to resume the orchestrator from another thread: it awaits what is not durable.</summary>
    public bool ForeignPost { get; private set; }

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (Thread.CurrentThread != _thread)
        {
            ForeignPost = true;
            return;
        }

        _posted.Enqueue((d, state));
    }

    public override void Send(SendOrPostCallback d, object? state) => d(state);

    public void Drain()
    {
        while (_posted.TryDequeue(out var next))
        {
            next.Callback(next.State);
        }
    }

    public override SynchronizationContext CreateCopy() => this;
}
