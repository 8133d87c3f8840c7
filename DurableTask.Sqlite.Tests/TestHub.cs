using System.Text.Json;
using DurableTask.Core;
using DurableTask.Core.Entities;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace DurableTask.Sqlite.Tests;

/// <summary>A worker and a client on one file. Every hub knows the orchestration "return" and the entity "ledger".</summary>
internal sealed class TestHub : IAsyncDisposable
{
    private readonly TaskHubWorker _worker;
    private bool _stopped;

    private TestHub(SqliteOrchestrationService service, IOrchestrationService outermost, ILoggerFactory logs)
    {
        (Service, Outermost) = (service, (IOrchestrationServiceClient)outermost);
        _worker = new TaskHubWorker(outermost, logs) { ErrorPropagationMode = ErrorPropagationMode.UseFailureDetails };
        Client = new TaskHubClient(Outermost, loggerFactory: logs);
        Orchestration("return", flow => Task.FromResult(flow.Input));
        _worker.AddTaskEntities(new Creator<TaskEntity>("ledger", () => new Ledger()));
    }

    public SqliteOrchestrationService Service { get; }

    /// <summary>The service, or what stands before it.</summary>
    public IOrchestrationServiceClient Outermost { get; }

    public TaskHubClient Client { get; }

    public static Task<TestHub> StartAsync(string file, Action<TestHub>? with = null, TimeProvider? clock = null) =>
        StartAsync(new SqliteOrchestrationServiceSettings { File = file, TimeProvider = clock ?? TimeProvider.System }, with);

    public static async Task<TestHub> StartAsync(
        SqliteOrchestrationServiceSettings settings,
        Action<TestHub>? with = null,
        Func<SqliteOrchestrationService, IOrchestrationService>? decorate = null)
    {
        var service = new SqliteOrchestrationService(settings);
        try
        {
            var hub = new TestHub(service, decorate?.Invoke(service) ?? service, NullLoggerFactory.Instance);
            with?.Invoke(hub);
            await service.CreateIfNotExistsAsync();
            await hub._worker.StartAsync();
            return hub;
        }
        catch
        {
            service.Dispose();
            throw;
        }
    }

    public void Orchestration(string name, Func<Flow, Task<string?>> run) =>
        _worker.AddTaskOrchestrations(new Creator<TaskOrchestration>(name, () => new Script(run)));

    public void Activity(string name, Func<string?, string?> run) => ActivityAsync(name, input => Task.FromResult(run(input)));

    public void ActivityAsync(string name, Func<string?, Task<string?>> run) =>
        _worker.AddTaskActivities(new Creator<TaskActivity>(name, () => new Work(run)));

    public async Task<string> StartAsync(string name, string? input = null, string? id = null, OrchestrationStatus[]? dedupe = null) =>
        (await Client.CreateOrchestrationInstanceAsync(name, "", id, input, null, dedupe)).InstanceId;

    public Task<string> StartAtAsync(DateTime at, string name, string? input = null, string? id = null) => InstanceAsync(
        Client.CreateOrchestrationInstanceAsync(name, "", id, input, null, null, at));

    public async Task<OrchestrationState> EndAsync(string id, string? execution = null) =>
        await Outermost.WaitForOrchestrationAsync(id, execution, TimeSpan.FromSeconds(60), default)
        ?? throw new TimeoutException($"{id} has not ended: {await StatusAsync(id)}");

    /// <summary>The output of an orchestration that ends well.</summary>
    public async Task<string?> OutputAsync(string id)
    {
        var ended = await EndAsync(id);
        Assert.True(ended.OrchestrationStatus == OrchestrationStatus.Completed, $"{id} is {ended.OrchestrationStatus}: {ended.Output}");
        return ended.Output is null ? null : JsonSerializer.Deserialize<string>(ended.Output);
    }

    public async Task<string?> RunAsync(string name, string? input = null, string? id = null) =>
        await OutputAsync(await StartAsync(name, input, id));

    public async Task<OrchestrationStatus?> StatusAsync(string id) =>
        (await Outermost.GetOrchestrationStateAsync(id, executionId: null))?.OrchestrationStatus;

    public Task UntilAsync(string id, OrchestrationStatus status) =>
        Eventually.TrueAsync(async () => await StatusAsync(id) == status, () => $"{id} should be {status}");

    public Task RaiseAsync(string id, string name, string input) =>
        Client.RaiseEventAsync(new OrchestrationInstance { InstanceId = id }, name, input);

    public Task SignalAsync(string entity, string operation, string? input = null, DateTime? due = null)
    {
        var target = new OrchestrationInstance { InstanceId = entity };
        var at = due is { } time ? (time, time) : ((DateTime, DateTime)?)null;
        var signal = ClientEntityHelpers.EmitOperationSignal(target, Guid.NewGuid(), operation, input, at, null, null, false);
        return Outermost.SendTaskOrchestrationMessageAsync(signal.AsTaskMessage());
    }

    /// <summary>What a ledger has; null when there is none.</summary>
    public async Task<List<string>?> LedgerAsync(string entity)
    {
        var found = await Service.EntityBackendQueries!.GetEntityAsync(EntityId.FromString(entity), includeState: true);
        return found?.SerializedState is { } state ? JsonSerializer.Deserialize<List<string>>(state) : null;
    }

    public Task UntilLedgerAsync(string entity, params string[] expected) => Eventually.TrueAsync(
        async () => (await LedgerAsync(entity) ?? []).SequenceEqual(expected), () => $"{entity} should have {string.Join(',', expected)}");

    /// <summary>Sets something on the connection that writes, such as how large the file may grow.</summary>
    public Task PragmaAsync(string pragma) => Service.WriterForTests.EnqueueAsync(statements => statements.Scalar($"PRAGMA {pragma}"));

    /// <summary>Stops without any more writing, as a process that dies.</summary>
    public async Task DieAsync()
    {
        _stopped = true;
        await _worker.StopAsync(isForced: true);
        _worker.Dispose();
        Service.Dispose();
    }

    public async Task StopAsync()
    {
        _stopped = true;
        await _worker.StopAsync(isForced: false);
        _worker.Dispose();
        Service.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_stopped)
        {
            await DieAsync();
        }
    }

    private static async Task<string> InstanceAsync(Task<OrchestrationInstance> start) => (await start).InstanceId;
}
