using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Entities;

namespace BenchmarkApp;

/// <summary>Every message that has come, in the order of coming: one that came twice is there twice.</summary>
public sealed class Ledger : TaskEntity<List<string>>
{
    [Function(nameof(Ledger))]
    public static Task DispatchAsync([EntityTrigger] TaskEntityDispatcher dispatcher) => dispatcher.DispatchAsync<Ledger>();

    public void Enter(string entry) => State.Add(entry);

    protected override List<string> InitializeState(TaskEntityOperation entityOperation) => [];
}
