using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;

namespace Functions.Tests.Runtime.Durability;

/// <summary>Orders of three steps, each of which passes on the token that the step before gave it, with a timer, an event and entities between them.</summary>
public sealed class WorkloadFunctions(WorkloadJournal journal)
{
    public const int Steps = 3;

    [Function(nameof(WorkloadOrder))]
    public static async Task<string[]> WorkloadOrder([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var released = context.WaitForExternalEvent<string>("release");
        var tokens = new List<string>();
        for (var step = 0; step < Steps; step++)
        {
            tokens.Add(await context.CallActivityAsync<string>(nameof(WorkloadStep), new StepInput(context.InstanceId, step, tokens.LastOrDefault())));
        }

        await context.CreateTimer(TimeSpan.FromMilliseconds(10), CancellationToken.None);
        var fan = await Task.WhenAll(Enumerable.Range(Steps, 3).Select(step => context.CallActivityAsync<string>(nameof(WorkloadStep), new StepInput(context.InstanceId, step, null))));
        tokens.AddRange(fan);
        await released;
        await context.Entities.CallEntityAsync(new EntityInstanceId(nameof(WorkloadLedger), context.InstanceId[..2]), nameof(WorkloadLedger.Record), context.InstanceId);
        await context.Entities.SignalEntityAsync(new EntityInstanceId(nameof(WorkloadLedger), "signalled" + context.InstanceId[..2]), nameof(WorkloadLedger.Record), context.InstanceId);
        return [.. tokens];
    }

    [Function(nameof(WorkloadStep))]
    public async Task<string> WorkloadStep([ActivityTrigger] StepInput input)
    {
        if (input.Previous is not null)
        {
            journal.Write($"used {input.Order} {input.Step - 1} {input.Previous}");
        }

        await Task.Yield();
        return Guid.NewGuid().ToString("N");
    }

    public sealed record StepInput(string Order, int Step, string? Previous);
}

/// <summary>Which ids have been recorded, in order; tells the total of each.</summary>
public sealed class WorkloadLedger : TaskEntity<List<string>>
{
    [Function(nameof(WorkloadLedger))]
    public static Task DispatchAsync([EntityTrigger] TaskEntityDispatcher dispatcher) => dispatcher.DispatchAsync<WorkloadLedger>();

    public void Record(string id)
    {
        State.Add(id);
        Context.SignalEntity(new EntityInstanceId(nameof(WorkloadTotal), "all"), nameof(WorkloadTotal.Add), 1);
    }
}

/// <summary>A counter.</summary>
public sealed class WorkloadTotal : TaskEntity<int>
{
    [Function(nameof(WorkloadTotal))]
    public static Task DispatchAsync([EntityTrigger] TaskEntityDispatcher dispatcher) => dispatcher.DispatchAsync<WorkloadTotal>();

    public int Add(int number) => State += number;
}
