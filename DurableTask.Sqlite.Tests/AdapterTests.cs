using DurableTask.Core;
using DurableTask.Core.Entities;
using DurableTask.Core.History;
using DurableTask.Sqlite.AzureFunctions;
using Microsoft.Azure.WebJobs.Extensions.DurableTask;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using EntityId = Microsoft.Azure.WebJobs.Extensions.DurableTask.EntityId;

namespace DurableTask.Sqlite.Tests;

public sealed class AdapterTests : HubTest
{
    [Fact]
    public void A_host_finds_the_provider_by_its_name()
    {
        using var services = new ServiceCollection().AddLogging().AddSqliteDurability().AddSqliteDurability().BuildServiceProvider();

        var factory = Assert.Single(services.GetServices<IDurabilityProviderFactory>());

        Assert.Equal("sqlite", factory.Name);
    }

    [Fact]
    public void The_file_lies_below_the_current_folder_by_the_hubs_name_unless_host_json_or_the_host_says_otherwise()
    {
        Assert.Equal(Path.GetFullPath(".serverless/Orders.db"), File([], null));
        Assert.Equal("/host/says.db", File([], "/host/says.db"));
        Assert.Equal("/host/json.db", File(new() { ["File"] = "/host/json.db", ["partitionCount"] = "4" }, "/host/says.db"));

        static string? File(Dictionary<string, object> storage, string? own)
        {
            using var factory = Factory(storage, own);
            return (string?)factory.GetDurabilityProvider().ConfigurationJson["file"];
        }
    }

    [Theory]
    [InlineData("synchronous", "Sometimes", "Full or Normal")]
    [InlineData("synchronous", "1", "Full or Normal")]
    [InlineData("retention", "a while", "d.hh:mm:ss")]
    [InlineData("retention", "00:00:00", "more than zero")]
    [InlineData("file", " ", "the path of a file")]
    public void A_wrong_value_is_refused_with_its_key_and_the_rule(string key, string value, string rule)
    {
        using var factory = Factory(new() { [key] = value }, State);

        var refusal = Assert.Throws<InvalidOperationException>(factory.GetDurabilityProvider);

        Assert.Contains($"extensions:durableTask:storageProvider:{key} is '{value}'", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(rule, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_client_of_the_hosts_own_hub_shares_its_provider_and_one_of_another_is_refused()
    {
        using var factory = Factory([], State);

        Assert.Same(factory.GetDurabilityProvider(), factory.GetDurabilityProvider(new DurableClientAttribute { TaskHub = "orders" }));
        Assert.Throws<NotSupportedException>(() => factory.GetDurabilityProvider(new DurableClientAttribute { TaskHub = "Other" }));
    }

    [Fact]
    public async Task It_answers_what_the_extension_asks()
    {
        using var factory = Factory([], State);
        var provider = factory.GetDurabilityProvider();
        using var worker = new TaskHubWorker(provider, NullLoggerFactory.Instance);
        worker.ErrorPropagationMode = ErrorPropagationMode.UseFailureDetails;
        worker.AddTaskOrchestrations(new Creator<TaskOrchestration>("return", () => new Script(flow => Task.FromResult(flow.Input))));
        worker.AddTaskEntities(new Creator<TaskEntity>("ledger", () => new Ledger()));
        await provider.CreateIfNotExistsAsync();
        await worker.StartAsync();
        var client = new TaskHubClient(provider, loggerFactory: NullLoggerFactory.Instance);
        var instance = await client.CreateOrchestrationInstanceAsync("return", "", "one", "in");
        await client.WaitForOrchestrationAsync(instance, TimeSpan.FromSeconds(30));
        var signal = ClientEntityHelpers.EmitOperationSignal(
            new OrchestrationInstance { InstanceId = "@ledger@a" }, Guid.NewGuid(), "add", "x", null, null, null, false);
        await provider.SendTaskOrchestrationMessageAsync(signal.AsTaskMessage());
        await Eventually.TrueAsync(
            async () => await provider.RetrieveSerializedEntityState(new EntityId("ledger", "a"), null) == "[\"x\"]",
            () => "the entity should have x");

        Assert.True(((IEntityOrchestrationService)provider).EntityBackendProperties!.UseSeparateQueueForEntityWorkItems);
        Assert.Null((await provider.GetOrchestrationStateWithInputsAsync("one", showInput: false)).Single().Input);
        Assert.Equal("\"in\"", (await provider.GetOrchestrationStateWithInputsAsync("one")).Single().Input);
        var page = await provider.GetOrchestrationStateWithPagination(
            new OrchestrationStatusQueryCondition { InstanceIdPrefix = "o", ShowInput = true }, default);
        var status = page.DurableOrchestrationState.Single();
        Assert.Equal(
            ("return", OrchestrationRuntimeStatus.Completed, "in", "in"),
            (status.Name, status.RuntimeStatus, (string?)status.Input, (string?)status.Output));
        List<HistoryEvent> history = [];
        await foreach (var happened in await provider.StreamOrchestrationHistoryAsync("one", default))
        {
            history.Add(happened);
        }

        Assert.Equal(4, history.Count);
        Assert.Equal(2, (await provider.GetAllOrchestrationStates(default)).Count);
        await Assert.ThrowsAsync<NotSupportedException>(() => provider.RewindAsync("one", "why"));
        Assert.Equal(1, (await provider.PurgeInstanceHistoryByInstanceId("one")).InstancesDeleted);
        Assert.Equal(0, await provider.PurgeHistoryByFilters(DateTime.MinValue, null, [OrchestrationStatus.Completed]));
        await worker.StopAsync(isForced: true);
    }

    [Fact]
    public async Task Something_may_stand_before_the_service()
    {
        var seen = 0;
        using var factory = Factory([], State, options => options.Decorate = inner => new FaultyService(inner, write =>
        {
            seen = write;
            return Fault.FailBefore;
        }));

        await Assert.ThrowsAsync<IOException>(() => factory.GetDurabilityProvider().ForceTerminateTaskOrchestrationAsync("one", "why"));
        Assert.Equal(1, seen);
    }

    private static SqliteDurabilityProviderFactory Factory(
        Dictionary<string, object> storage, string? file, Action<SqliteDurabilityOptions>? configure = null)
    {
        var own = new SqliteDurabilityOptions { DefaultFile = file };
        configure?.Invoke(own);
        var options = new DurableTaskOptions { HubName = "Orders", StorageProvider = storage };
        return new SqliteDurabilityProviderFactory(Options.Create(options), Options.Create(own), NullLoggerFactory.Instance);
    }
}
