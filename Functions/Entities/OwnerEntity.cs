using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Entities;
using Stores.Core;
using Stores.Owners;

namespace Functions.Entities;

/// <summary>How many stores an owner has, and when the latest was asked for.</summary>
public sealed class OwnerEntity : TaskEntity<OwnerRecord>
{
    /// <summary>The entity of an owner.</summary>
    public static EntityInstanceId IdOf(string owner) => new(EntityNames.Owner, owner);

    [Function(EntityNames.Owner)]
    public static Task DispatchAsync([EntityTrigger] TaskEntityDispatcher dispatcher) => dispatcher.DispatchAsync<OwnerEntity>();

    /// <summary>Admits one more store, or says why not.</summary>
    public Admission Admit(OwnerRequest request)
    {
        (State, var answer) = OwnerPolicy.Admit(State, request);
        return answer;
    }

    /// <summary>The stores whose existence is worth a look, given the time (UTC).</summary>
    public IReadOnlyList<OwnedStore> Doubtful(DateTime now) => OwnerPolicy.Doubtful(State, now);

    /// <summary>Takes in that a store is gone.</summary>
    public void Remove(string admission) => State = OwnerPolicy.Remove(State, admission);

    /// <summary>Takes back an admission of which nothing came.</summary>
    public void Withdraw(string admission) => State = OwnerPolicy.Withdraw(State, admission);

    /// <inheritdoc/>
    protected override OwnerRecord InitializeState(TaskEntityOperation entityOperation) => new();
}
