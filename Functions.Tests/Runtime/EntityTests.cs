using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client.Entities;
using Microsoft.DurableTask.Entities;

namespace Functions.Tests.Runtime;

public sealed class EntityTests : RuntimeTest
{
    [Fact]
    public async Task Signals_of_many_clients_are_each_applied_once()
    {
        var id = new EntityInstanceId(nameof(Counter), "many");
        await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => Host.Client.Entities.SignalEntityAsync(id, "add", 1)));
        await RestartAsync();

        await EventuallyAsync(id, 500);
    }

    [Fact]
    public async Task An_orchestration_calls_an_entity_and_gets_its_answer() =>
        Assert.Equal("1,3,6", string.Join(',', await Host.RunAsync<int[]>(nameof(EntityFunctions.Adding), new[] { 1, 2, 3 })));

    [Fact]
    public async Task A_failed_operation_changes_nothing_and_tells_its_caller()
    {
        var message = await Host.RunAsync<string>(nameof(EntityFunctions.AddingTooMuch));

        Assert.Equal("Operation 'AddThenFail' of entity '@counter@failing' failed: too much", message);
        Assert.Equal(1, (await Host.Client.Entities.GetEntityAsync<int>(new EntityInstanceId(nameof(Counter), "failing"), default))!.State);
        Assert.Null(await Host.Client.Entities.GetEntityAsync<int>(new EntityInstanceId(nameof(Counter), "other"), default));
    }

    [Fact]
    public async Task An_entity_signals_another_starts_an_orchestration_and_deletes_itself()
    {
        var id = new EntityInstanceId(nameof(Counter), "source");
        await Host.Client.Entities.SignalEntityAsync(id, nameof(Counter.Spread), "target");
        await EventuallyAsync(new EntityInstanceId(nameof(Counter), "target"), 7);

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        Assert.Equal(14, (await Host.Client.WaitForInstanceCompletionAsync("spread-target", true, limit.Token)).ReadOutputAs<int>());
        await Host.Client.Entities.SignalEntityAsync(id, "delete");
        await Eventually.TrueAsync(async () => await Host.Client.Entities.GetEntityAsync<int>(id, default) is null, () => "the entity should be deleted");
    }

    [Fact]
    public async Task A_delayed_signal_arrives_when_it_is_due()
    {
        var id = new EntityInstanceId(nameof(Counter), "later");
        var due = DateTimeOffset.UtcNow.AddMilliseconds(300);
        await Host.Client.Entities.SignalEntityAsync(id, "add", 1, new SignalEntityOptions { SignalTime = due });

        await EventuallyAsync(id, 1);
        Assert.True(DateTimeOffset.UtcNow >= due);
    }

    [Fact]
    public async Task Entities_are_listed_by_prefix_page_by_page_and_are_no_instances()
    {
        for (var i = 0; i < 3; i++)
        {
            await Host.Client.Entities.SignalEntityAsync(new EntityInstanceId(nameof(Counter), $"page-{i}"), "add", i);
            await EventuallyAsync(new EntityInstanceId(nameof(Counter), $"page-{i}"), i);
        }

        var states = new List<int>();
        await foreach (var page in Host.Client.Entities.GetAllEntitiesAsync<int>(new EntityQuery { InstanceIdStartsWith = "@COUNTER@page-", PageSize = 2 }).AsPages())
        {
            Assert.InRange(page.Values.Count, 1, 2);
            states.AddRange(page.Values.Select(entity => entity.State));
        }

        Assert.Equal([0, 1, 2], states);
        await foreach (var instance in Host.Client.GetAllInstancesAsync())
        {
            Assert.False(instance.InstanceId.StartsWith('@'));
        }
    }

    private Task EventuallyAsync(EntityInstanceId id, int expected) => Eventually.TrueAsync(
        async () => (await Host.Client.Entities.GetEntityAsync<int>(id, default))?.State == expected,
        () => $"{id} should be {expected} but is {Host.Client.Entities.GetEntityAsync<int>(id, default).Result?.State}",
        TimeSpan.FromSeconds(20));
}

public sealed class Counter : TaskEntity<int>
{
    [Function(nameof(Counter))]
    public static Task RunAsync([EntityTrigger] TaskEntityDispatcher dispatcher) => dispatcher.DispatchAsync<Counter>();

    public int Add(int number) => State += number;

    public void AddThenFail(int number)
    {
        State += number;
        Context.SignalEntity(new EntityInstanceId(nameof(Counter), "other"), nameof(Add), 1);
        throw new InvalidOperationException("too much");
    }

    public void Spread(string key)
    {
        Context.SignalEntity(new EntityInstanceId(nameof(Counter), key), nameof(Add), 7);
        Context.ScheduleNewOrchestration(nameof(OrchestrationFunctions.SleepsThenDoubles), 7, new StartOrchestrationOptions($"spread-{key}"));
    }
}

public static class EntityFunctions
{
    [Function(nameof(Adding))]
    public static async Task<int[]> Adding([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var id = new EntityInstanceId(nameof(Counter), context.InstanceId);
        var sums = new List<int>();
        foreach (var number in context.GetInput<int[]>()!)
        {
            sums.Add(await context.Entities.CallEntityAsync<int>(id, nameof(Counter.Add), number));
        }

        return [.. sums];
    }

    [Function(nameof(AddingTooMuch))]
    public static async Task<string> AddingTooMuch([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var id = new EntityInstanceId(nameof(Counter), "failing");
        await context.Entities.CallEntityAsync(id, nameof(Counter.Add), 1);
        try
        {
            await context.Entities.CallEntityAsync(id, nameof(Counter.AddThenFail), 100);
            return "succeeded";
        }
        catch (EntityOperationFailedException exception) when (exception.FailureDetails.IsCausedBy<InvalidOperationException>())
        {
            return exception.Message;
        }
    }
}
