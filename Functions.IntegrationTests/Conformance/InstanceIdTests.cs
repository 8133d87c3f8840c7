using DurableTask.Core.Exceptions;
using Functions.Conformance;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;


namespace Functions.IntegrationTests.Conformance;

public sealed class InstanceIdTests : ConformanceTest
{
    [Conformance]
    public async Task An_id_is_made_when_none_is_given(string runtime)
    {
        var first = await StartAsync(runtime, nameof(SharedFunctions.ReturnInput), "a");
        var second = await StartAsync(runtime, nameof(SharedFunctions.ReturnInput), "b");

        Assert.NotEqual(first, second);
        Assert.Equal("a", await EndAsync<string>(runtime, first));
        Assert.Equal("b", await EndAsync<string>(runtime, second));
    }

    [Conformance(HostOnly = true)]
    public async Task The_id_of_a_running_instance_is_refused(string runtime)
    {
        var options = new StartOrchestrationOptions(NewId());
        await StartAsync(runtime, nameof(SharedFunctions.AwaitGo), null, options);

        var refusal = await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(
            () => StartAsync(runtime, nameof(SharedFunctions.AwaitGo), null, options));

        Assert.Equal($"An Orchestration instance with the ID {options.InstanceId} already exists.", refusal.Message);
    }

    [Conformance]
    public async Task The_id_of_a_finished_instance_is_used_again_and_nothing_of_the_old_one_is_left(string runtime)
    {
        var options = new StartOrchestrationOptions(NewId());
        await StartAsync(runtime, nameof(SharedFunctions.ReturnInput), "first", options);
        Assert.Equal("first", await EndAsync<string>(runtime, options.InstanceId!));

        await StartAsync(runtime, nameof(SharedFunctions.AwaitGo), "second", options);
        await (await ClientAsync(runtime)).RaiseEventAsync(options.InstanceId!, "go", "new");

        var ended = await EndAsync(runtime, options.InstanceId!);
        Assert.Equal("new", ended.ReadOutputAs<string>());
        Assert.Equal("second", ended.ReadInputAs<string>());
        Assert.Equal(nameof(SharedFunctions.AwaitGo), ended.Name);
    }

    [Conformance]
    public async Task An_id_that_looks_like_an_entitys_is_refused(string runtime) =>
        await Assert.ThrowsAsync<ArgumentException>(
            () => StartAsync(runtime, nameof(SharedFunctions.ReturnInput), null, new StartOrchestrationOptions($"@{NewId()}")));

    [Conformance(HostOnly = true)]
    public async Task A_start_in_the_future_is_pending_until_then(string runtime)
    {
        var client = await ClientAsync(runtime);
        var at = DateTimeOffset.UtcNow.AddSeconds(3);
        var id = await StartAsync(runtime, nameof(SharedFunctions.ReturnInput), "later", new StartOrchestrationOptions(null, at));

        var early = await client.GetInstanceAsync(id);
        Assert.True(
            early!.RuntimeStatus == OrchestrationRuntimeStatus.Pending || DateTimeOffset.UtcNow >= at.AddSeconds(-1),
            $"{early.RuntimeStatus}");
        Assert.Equal("later", await EndAsync<string>(runtime, id));
        // Azure Storage may be a second early.
        Assert.True(DateTimeOffset.UtcNow >= at.AddSeconds(-1.1));
    }

    [Conformance]
    public async Task Orchestrator_names_ignore_case(string runtime) =>
        Assert.Equal("x", await RunAsync<string>(runtime, nameof(SharedFunctions.ReturnInput).ToUpperInvariant(), "x"));
}
