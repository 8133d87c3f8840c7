using Functions.Api.Http;
using Functions.Api.Stores;
using Functions.Entities;
using Functions.IntegrationTests.InProcess;
using Functions.Orchestrations.Operations;
using Functions.Orchestrations.Provision;
using Functions.Tests;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Stores.Core;
using Stores.Lifecycle;

namespace Functions.IntegrationTests.Api;

/// <summary>What asking a store for an operation costs and comes to, on the real engine.</summary>
public sealed class StoreOperationsTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private readonly OperationSettings _settings = new() { CreationCoolDown = TimeSpan.Zero };
    private InProcessHost _host = null!;

    public async Task InitializeAsync() => _host = await InProcessHost.StartAsync(
        Path.Combine(_folder.Path, "durable.db"),
        FunctionCatalog.Discover(
            [
                typeof(BeginOperation), typeof(StoreEntity), typeof(OwnerEntity), typeof(InstallationEntity),
                typeof(ProvisioningSlotsEntity),
                typeof(ProvisionStore),
            ]));

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(StoreRequestKind.Delete)]
    [InlineData(StoreRequestKind.Cancel)]
    [InlineData(StoreRequestKind.Retry)]
    [InlineData(StoreRequestKind.Upgrade)]
    [InlineData(StoreRequestKind.Repair)]
    public async Task What_is_asked_of_a_store_that_is_not_there_is_refused_without_an_orchestration(StoreRequestKind kind)
    {
        Assert.Equal(StatusCodes.Status404NotFound, await AskAsync(kind, "nobody"));

        Assert.Empty(await GatesAsync());
    }

    [Fact]
    public async Task A_store_is_begun_by_one_orchestration_and_a_second_of_its_name_is_refused_without_another()
    {
        Assert.Equal(StatusCodes.Status202Accepted, await AskAsync(StoreRequestKind.Provision, "demo"));
        Assert.Equal(StatusCodes.Status409Conflict, await AskAsync(StoreRequestKind.Provision, "demo"));
        Assert.Equal(StatusCodes.Status409Conflict, await AskAsync(StoreRequestKind.Upgrade, "demo"));

        Assert.Single(await GatesAsync());
    }

    [Fact]
    public async Task The_same_request_gets_the_first_answer_and_its_key_serves_no_other()
    {
        Assert.Equal(StatusCodes.Status202Accepted, await AskAsync(StoreRequestKind.Provision, "demo", "key"));
        Assert.Equal(StatusCodes.Status202Accepted, await AskAsync(StoreRequestKind.Provision, "demo", "key"));
        Assert.Equal(StatusCodes.Status422UnprocessableEntity, await AskAsync(StoreRequestKind.Cancel, "demo", "key"));
    }

    private async Task<int?> AskAsync(StoreRequestKind kind, string name, string? key = null)
    {
        var request = new DefaultHttpContext().Request;
        if (key is not null)
        {
            request.Headers[IdempotencyKey.Header] = key;
        }

        var operations = new StoreOperations(
            new Decisions(TimeProvider.System, new LogLines<Decisions>()), Options.Create(_settings), TimeProvider.System);
        var result = await (kind == StoreRequestKind.Provision
            ? operations.ProvisionAsync(
                _host.Client, request, new StoreSpec(StoreName.Parse(name), StorePlan.Small, DatabaseEngine.MariaDb),
                CancellationToken.None)
            : operations.BeginAsync(_host.Client, request, kind, name, CancellationToken.None));
        return Assert.IsAssignableFrom<IStatusCodeHttpResult>(result).StatusCode;
    }

    private async Task<List<string>> GatesAsync()
    {
        var gates = new List<string>();
        await foreach (var instance in _host.Client.GetAllInstancesAsync())
        {
            if (instance.Name == OrchestratorNames.BeginOperation)
            {
                gates.Add(instance.InstanceId);
            }
        }

        return gates;
    }
}
