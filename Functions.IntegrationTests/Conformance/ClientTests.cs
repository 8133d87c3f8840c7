using Functions.Conformance;
using Grpc.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;


namespace Functions.IntegrationTests.Conformance;

public sealed class ClientTests : ConformanceTest
{
    [Conformance]
    public async Task Instances_are_found_by_prefix_status_and_time(string runtime)
    {
        var client = await ClientAsync(runtime);
        var prefix = NewId();
        var before = DateTimeOffset.UtcNow.AddSeconds(-5);
        await StartAsync(runtime, nameof(SharedFunctions.ReturnInput), "x", new StartOrchestrationOptions($"{prefix}-a"));
        await StartAsync(runtime, nameof(SharedFunctions.AwaitGo), null, new StartOrchestrationOptions($"{prefix}-b"));
        await EndAsync(runtime, $"{prefix}-a");

        Assert.Equal(2, (await ListAsync(client, new OrchestrationQuery(InstanceIdPrefix: prefix))).Count);
        Assert.Equal(
            $"{prefix}-a",
            Assert.Single(
                await ListAsync(
                    client,
                    new OrchestrationQuery(InstanceIdPrefix: prefix, Statuses: [OrchestrationRuntimeStatus.Completed]))).InstanceId);
        Assert.Equal(2, (await ListAsync(client, new OrchestrationQuery(InstanceIdPrefix: prefix, CreatedFrom: before))).Count);
        Assert.Empty(await ListAsync(client, new OrchestrationQuery(InstanceIdPrefix: prefix, CreatedTo: before)));
        var fetched = await ListAsync(client, new OrchestrationQuery(InstanceIdPrefix: $"{prefix}-a", FetchInputsAndOutputs: true));
        Assert.Equal("x", Assert.Single(fetched).ReadOutputAs<string>());
    }

    [Conformance]
    public async Task Instances_are_listed_page_by_page(string runtime)
    {
        var client = await ClientAsync(runtime);
        var prefix = NewId();
        foreach (var number in Enumerable.Range(0, 5))
        {
            await StartAsync(runtime, nameof(SharedFunctions.AwaitGo), null, new StartOrchestrationOptions($"{prefix}-{number}"));
        }

        var seen = new List<string>();
        string? next = null;
        do
        {
            await foreach (var page in client.GetAllInstancesAsync(new OrchestrationQuery(InstanceIdPrefix: prefix))
                .AsPages(next, pageSizeHint: 2))
            {
                Assert.InRange(page.Values.Count, 0, 2);
                seen.AddRange(page.Values.Select(instance => instance.InstanceId));
                next = page.ContinuationToken;
                break;
            }
        }
        while (next is not null);

        Assert.Equal(Enumerable.Range(0, 5).Select(number => $"{prefix}-{number}"), seen.Order());
    }

    [Conformance]
    public async Task A_finished_instance_is_purged_and_a_missing_one_is_none(string runtime)
    {
        var client = await ClientAsync(runtime);
        var id = (await RunAsync(runtime, nameof(SharedFunctions.ReturnInput), "x")).InstanceId;

        Assert.Equal(1, (await client.PurgeInstanceAsync(id)).PurgedInstanceCount);
        Assert.Null(await client.GetInstanceAsync(id));
        Assert.Equal(0, (await client.PurgeInstanceAsync(id)).PurgedInstanceCount);
    }

    [Conformance(HostOnly = true)]
    public async Task A_running_instance_is_not_purged(string runtime)
    {
        var client = await ClientAsync(runtime);
        var id = await StartAndAwaitStartAsync(runtime, nameof(SharedFunctions.AwaitGo));

        await Assert.ThrowsAsync<InvalidOperationException>(() => client.PurgeInstanceAsync(id));

        Assert.Equal(OrchestrationRuntimeStatus.Running, (await client.GetInstanceAsync(id))!.RuntimeStatus);
    }

    [Conformance]
    public async Task Instances_are_purged_by_status_and_time(string runtime)
    {
        var client = await ClientAsync(runtime);
        var id = await StartAsync(runtime, nameof(SharedFunctions.AwaitGo));
        await client.TerminateInstanceAsync(id);
        var created = (await EndAsync(runtime, id)).CreatedAt;

        // A narrow window, and a status that no other test of the suite leaves behind for long.
        var purged = await client.PurgeAllInstancesAsync(
            new PurgeInstancesFilter(created, created, [OrchestrationRuntimeStatus.Terminated]));

        Assert.InRange(purged.PurgedInstanceCount, 1, 5);
        Assert.Null(await client.GetInstanceAsync(id));
    }

    [Conformance]
    public async Task Terminating_ends_an_orchestration_with_its_output_and_leaves_its_children_alone(string runtime)
    {
        var client = await ClientAsync(runtime);
        var id = await StartAndAwaitStartAsync(runtime, nameof(ClientFunctions.CallWaitingChild));
        await UntilAsync(
            async () => await client.GetInstanceAsync($"{id}-child") is { RuntimeStatus: OrchestrationRuntimeStatus.Running },
            "the child should run");

        await client.TerminateInstanceAsync(id, new TerminateInstanceOptions("enough"));

        var ended = await EndAsync(runtime, id);
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, ended.RuntimeStatus);
        Assert.Equal("enough", ended.ReadOutputAs<string>());
        Assert.True(ended.IsCompleted);
        await client.RaiseEventAsync($"{id}-child", "go", "still here");
        Assert.Equal("still here", await EndAsync<string>(runtime, $"{id}-child"));
    }

    [Conformance(HostOnly = true)]
    public async Task Nobody_and_the_finished_are_not_terminated(string runtime)
    {
        var client = await ClientAsync(runtime);
        Assert.Equal(
            StatusCode.NotFound, (await Assert.ThrowsAsync<RpcException>(() => client.TerminateInstanceAsync(NewId()))).StatusCode);

        var ended = await RunAsync(runtime, nameof(SharedFunctions.ReturnInput), "x");
        Assert.Equal(
            StatusCode.FailedPrecondition,
            (await Assert.ThrowsAsync<RpcException>(() => client.TerminateInstanceAsync(ended.InstanceId))).StatusCode);
    }

    [Conformance]
    public async Task A_wait_ends_with_its_token(string runtime)
    {
        var client = await ClientAsync(runtime);
        var id = await StartAsync(runtime, nameof(SharedFunctions.AwaitGo));
        using var limit = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.WaitForInstanceCompletionAsync(id, false, limit.Token));
    }

    [Conformance]
    public async Task Times_of_creation_and_change_are_kept(string runtime)
    {
        var before = DateTimeOffset.UtcNow.AddSeconds(-2);
        var ended = await RunAsync(runtime, nameof(ClientFunctions.CallOnce));

        Assert.InRange(ended.CreatedAt, before, DateTimeOffset.UtcNow.AddSeconds(2));
        Assert.InRange(ended.LastUpdatedAt, ended.CreatedAt, DateTimeOffset.UtcNow.AddSeconds(2));
    }

    private static async Task<List<OrchestrationMetadata>> ListAsync(DurableTaskClient client, OrchestrationQuery query)
    {
        var found = new List<OrchestrationMetadata>();
        await foreach (var instance in client.GetAllInstancesAsync(query))
        {
            Assert.False(instance.InstanceId.StartsWith('@'), "Entities are no instances.");
            found.Add(instance);
        }

        return found;
    }
}
