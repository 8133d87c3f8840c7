using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Entities;
using Stores.Lifecycle;

namespace Functions.Benchmarks;

/// <summary>Stands for the stores' entity where records are to be there without the operations that lead to them.</summary>
public sealed class RecordKeeper : TaskEntity<StoreRecord>
{
    [Function("StoreEntity")]
    public static Task DispatchAsync([EntityTrigger] TaskEntityDispatcher dispatcher) => dispatcher.DispatchAsync<RecordKeeper>();

    public void Keep(StoreRecord record) => State = record;

    // It has no state before its first record.
    protected override StoreRecord InitializeState(TaskEntityOperation entityOperation) => null!;
}
