using Functions.Conformance;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Client.Entities;
using Microsoft.DurableTask.Entities;


namespace Functions.IntegrationTests.Conformance;

public sealed class EntityTests : ConformanceTest
{
    private static readonly string[] s_words = ["one", "two", "three", "four", "five"];

    [Conformance]
    public async Task Signals_of_many_clients_are_each_applied_once(string runtime)
    {
        var client = await ClientAsync(runtime);
        var id = Number(NewId());

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => client.Entities.SignalEntityAsync(id, "add", 2)));

        await UntilStateAsync(client, id, 100);
    }

    [Conformance]
    public async Task An_orchestration_calls_an_entity_and_gets_its_answers(string runtime) =>
        Assert.Equal(
            "1,3,6,6,hi @numberentity@{0},none @numberentity@{0}",
            await RunAsync<string>(runtime, nameof(EntityFunctions.AddUpWithEntity), NewId()));

    [Conformance]
    public async Task Asking_for_the_state_of_a_new_entity_makes_it(string runtime)
    {
        var client = await ClientAsync(runtime);
        var id = Number(NewId());
        Assert.Null(await client.Entities.GetEntityAsync<int>(id));

        await client.Entities.SignalEntityAsync(id, nameof(NumberEntity.Get));

        await UntilStateAsync(client, id, 0);
    }

    [Conformance]
    public async Task Signals_of_one_orchestration_come_in_their_order(string runtime)
    {
        var key = NewId();
        await RunAsync(runtime, nameof(EntityFunctions.SignalInOrder), key);

        var client = await ClientAsync(runtime);
        var id = new EntityInstanceId(nameof(WordsEntity), key);
        await UntilAsync(
            async () => (await client.Entities.GetEntityAsync<List<string>>(id))?.State.Count == s_words.Length,
            "all words should have come");
        Assert.Equal(s_words, (await client.Entities.GetEntityAsync<List<string>>(id))!.State);
    }

    [Conformance]
    public async Task A_delayed_signal_comes_when_it_is_due(string runtime)
    {
        var client = await ClientAsync(runtime);
        var id = Number(NewId());
        var due = DateTimeOffset.UtcNow.AddSeconds(2);

        await client.Entities.SignalEntityAsync(id, nameof(NumberEntity.Add), 1, new SignalEntityOptions { SignalTime = due });

        await UntilStateAsync(client, id, 1);
        // Azure Storage may be a second early.
        Assert.True(DateTimeOffset.UtcNow >= due.AddSeconds(-1.1));
    }

    [Conformance]
    public async Task A_failed_operation_takes_back_what_it_did_and_only_that(string runtime)
    {
        var key = NewId();

        Assert.Equal(
            $"Operation 'AddThenFail' of entity '@numberentity@{key}' failed: "
            + $"too much|{Number(key)}|AddThenFail|System.InvalidOperationException|System.FormatException|no inner exception|7",
            await RunAsync<string>(runtime, nameof(EntityFunctions.CatchEntityFailure), key));

        var client = await ClientAsync(runtime);
        Assert.Equal(7, (await client.Entities.GetEntityAsync<int>(Number(key)))!.State);
        Assert.Null(await client.Entities.GetEntityAsync<int>(Number($"{key}-other")));
        Assert.Null(await client.GetInstanceAsync($"{key}-started"));
    }

    [Conformance]
    public async Task An_entity_signals_another_and_starts_an_orchestration(string runtime)
    {
        var client = await ClientAsync(runtime);
        var key = NewId();

        await client.Entities.SignalEntityAsync(Number(key), nameof(NumberEntity.Spread), 9);

        await UntilStateAsync(client, Number($"{key}-other"), 9);
        await UntilAsync(async () => await client.GetInstanceAsync($"{key}-started") is not null, "the orchestration should be started");
        Assert.Equal("9", await EndAsync<string>(runtime, $"{key}-started"));
    }

    [Conformance]
    public async Task What_cannot_be_dispatched_fails_with_its_reason(string runtime)
    {
        var failures = await RunAsync<string[]>(runtime, nameof(EntityFunctions.CollectFailures), NewId());

        Assert.Equal("System.NotSupportedException No suitable method found for entity operation 'numberentity/Multiply'.", failures[0]);
        Assert.StartsWith("System.InvalidOperationException ", failures[1], StringComparison.Ordinal);
        Assert.EndsWith(
            "The operation expected an input value, but no input was provided by the caller.", failures[1], StringComparison.Ordinal);
    }

    [Conformance]
    public async Task The_call_of_an_entity_that_does_not_exist_fails(string runtime) =>
        Assert.StartsWith(
            "Microsoft.DurableTask.Entities.EntityOperationFailedException: ",
            await FailAsync(runtime, nameof(EntityFunctions.CallNoEntity)),
            StringComparison.Ordinal);

    [Conformance]
    public async Task Delete_in_any_case_and_a_null_state_delete_an_entity_and_a_default_value_does_not(string runtime)
    {
        var client = await ClientAsync(runtime);
        var (number, words) = (Number(NewId()), new EntityInstanceId(nameof(WordsEntity), NewId()));
        await client.Entities.SignalEntityAsync(number, nameof(NumberEntity.Add), 5);
        await UntilStateAsync(client, number, 5);
        await client.Entities.SignalEntityAsync(number, nameof(NumberEntity.Reset));
        await UntilStateAsync(client, number, 0);
        await client.Entities.SignalEntityAsync(number, "DELETE");
        await UntilAsync(async () => await client.Entities.GetEntityAsync<int>(number) is null, "DELETE should delete");

        await client.Entities.SignalEntityAsync(words, nameof(WordsEntity.Append), "a");
        await UntilAsync(async () => await client.Entities.GetEntityAsync<List<string>>(words) is not null, "the words should be there");
        await client.Entities.SignalEntityAsync(words, nameof(WordsEntity.Vanish));
        await UntilAsync(async () => await client.Entities.GetEntityAsync<List<string>>(words) is null, "a null state should delete");
    }

    [Conformance(HostOnly = true)]
    public async Task Operations_may_be_methods_of_the_state(string runtime) =>
        Assert.Equal(new[] { 1, 2 }, await RunAsync<int[]>(runtime, nameof(EntityFunctions.FillBasket), NewId()));

    [Conformance]
    public async Task Names_ignore_case_and_keys_do_not(string runtime)
    {
        var client = await ClientAsync(runtime);
        var key = NewId();
        await client.Entities.SignalEntityAsync(new EntityInstanceId("NUMBERENTITY", $"{key}a"), "ADD", 1);
        await client.Entities.SignalEntityAsync(new EntityInstanceId("numberentity", $"{key}A"), "add", 2);

        await UntilStateAsync(client, Number($"{key}a"), 1);
        await UntilStateAsync(client, Number($"{key}A"), 2);
    }

    [Conformance]
    public async Task The_state_is_read_only_when_asked_for(string runtime)
    {
        var client = await ClientAsync(runtime);
        var id = Number(NewId());
        var before = DateTimeOffset.UtcNow.AddSeconds(-2);
        await client.Entities.SignalEntityAsync(id, nameof(NumberEntity.AddSlowly), 3);
        await UntilStateAsync(client, id, 3);

        var bare = (await client.Entities.GetEntityAsync<int>(id, includeState: false))!;

        Assert.False(bare.IncludesState);
        Assert.Throws<InvalidOperationException>(() => bare.State);
        Assert.Equal(id, bare.Id);
        Assert.InRange(bare.LastModifiedTime, before, DateTimeOffset.UtcNow.AddSeconds(2));
    }

    [Conformance]
    public async Task Entities_are_listed_by_prefix_page_by_page(string runtime)
    {
        var client = await ClientAsync(runtime);
        var key = NewId();
        foreach (var number in Enumerable.Range(0, 3))
        {
            await client.Entities.SignalEntityAsync(Number($"{key}-{number}"), nameof(NumberEntity.Add), number);
            await UntilStateAsync(client, Number($"{key}-{number}"), number);
        }

        var states = new List<int>();
        await foreach (var page in client.Entities.GetAllEntitiesAsync<int>(
            new EntityQuery { InstanceIdStartsWith = $"@NumberEntity@{key}", PageSize = 2 }).AsPages())
        {
            Assert.InRange(page.Values.Count, 0, 2);
            states.AddRange(page.Values.Select(entity => entity.State));
        }

        Assert.Equal([0, 1, 2], states.Order());
    }

    [Fact]
    public void An_entity_id_is_a_text_and_back()
    {
        var id = new EntityInstanceId("Cart", "a@b");

        Assert.Equal(("cart", "a@b", "@cart@a@b"), (id.Name, id.Key, id.ToString()));
        Assert.Equal(id, EntityInstanceId.FromString("@cart@a@b"));
        Assert.Throws<ArgumentException>(() => new EntityInstanceId("", "key"));
        Assert.Throws<ArgumentException>(() => new EntityInstanceId("a@b", "key"));
        Assert.Throws<ArgumentNullException>(() => new EntityInstanceId("cart", null!));
    }

    private static EntityInstanceId Number(string key) => new(nameof(NumberEntity), key);

    private static Task UntilStateAsync(DurableTaskClient client, EntityInstanceId id, int expected) => UntilAsync(
        async () => await client.Entities.GetEntityAsync<int>(id) is { } entity && entity.State == expected, $"{id} should be {expected}");
}
