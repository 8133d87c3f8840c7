using DurableTask.Core.Exceptions;
using Functions.LocalRuntime.History;
using Functions.LocalRuntime.Storage;

namespace Functions.LocalRuntime.Execution;

/// <summary>What the orchestrator did: confirmed by the history while it is replayed, new after that.</summary>
internal sealed class OrchestrationActions(string orchestrator)
{
    private readonly Queue<ActionEvent> _unconfirmed = new();
    private readonly Dictionary<int, long> _timers = [];
    private readonly HashSet<int> _cancelledAtOnce = [];
    private int _next;

    /// <summary>Sequences of timers that were set in an earlier turn and cancelled in this one.</summary>
    public List<long> CancelledTimers { get; } = [];

    public int Add(Func<int, ActionEvent> action)
    {
        var id = _next++;
        _unconfirmed.Enqueue(action(id));
        return id;
    }

    /// <summary>Checks an action of the history against the orchestrator's.</summary>
    /// <exception cref="NonDeterministicOrchestrationException">The orchestrator did something else, or nothing.</exception>
    public void Confirm(ActionEvent expected)
    {
        if (!_unconfirmed.TryDequeue(out var met))
        {
            throw Differs($"expected the {expected.What} as action {expected.Id}, met nothing");
        }

        if (met.Id != expected.Id || met.What != expected.What)
        {
            throw Differs($"expected the {expected.What} as action {expected.Id}, met the {met.What} as action {met.Id}");
        }

        if (expected is TimerCreated { Sequence: not 0 } timer && !_cancelledAtOnce.Contains(timer.Id))
        {
            _timers.Add(timer.Id, timer.Sequence);
        }
    }

    /// <summary>Checks that the history accounts for everything the orchestrator has done.</summary>
    /// <exception cref="NonDeterministicOrchestrationException">It did more.</exception>
    public void ConfirmNoMore()
    {
        if (_unconfirmed.TryPeek(out var met))
        {
            throw Differs($"expected nothing more at this point, met the {met.What} as action {met.Id}");
        }
    }

    /// <summary>A timer is not awaited any more.</summary>
    public void CancelTimer(int id, bool replaying)
    {
        if (!_timers.Remove(id, out var sequence))
        {
            _cancelledAtOnce.Add(id);
        }
        else if (!replaying)
        {
            CancelledTimers.Add(sequence);
        }
    }

    public void TimerFired(int id) => _timers.Remove(id);

    /// <summary>Takes what this turn did, in order.</summary>
    public IReadOnlyList<ActionEvent> TakeNew(Sequences sequences)
    {
        var actions = new List<ActionEvent>(_unconfirmed.Count);
        while (_unconfirmed.TryDequeue(out var action))
        {
            if (action is TimerCreated timer && !_cancelledAtOnce.Contains(timer.Id))
            {
                action = timer with { Sequence = sequences.Next() };
                _timers.Add(timer.Id, ((TimerCreated)action).Sequence);
            }

            actions.Add(action);
        }

        return actions;
    }

    public NonDeterministicOrchestrationException Differs(string difference) => new(
        $"Non-deterministic orchestrator '{orchestrator}': on replay its history {difference}. Its code was changed while instances ran, or it uses the clock, random numbers or I/O.");
}
