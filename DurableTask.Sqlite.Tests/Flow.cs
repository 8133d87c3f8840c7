using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using DurableTask.Core;
using DurableTask.Core.Entities;

namespace DurableTask.Sqlite.Tests;

/// <summary>What a test's orchestration is written with.</summary>
internal sealed class Flow(
    OrchestrationContext context, string? input, Func<string, Task<string>> next, Dictionary<string, Queue<string>> untaken)
{
    private readonly OrchestrationEntityContext _entities = new(
        context.OrchestrationInstance.InstanceId, context.OrchestrationInstance.ExecutionId, context);

    private int _guids;

    public OrchestrationContext Context => context;

    public string Id => context.OrchestrationInstance.InstanceId;

    public string? Input => input;

    /// <summary>Waits for an event of a name; those that came before count.</summary>
    public async Task<string> EventAsync(string name) => JsonSerializer.Deserialize<string>(await next(name))!;

    /// <summary>Continues as new, sending itself the events that nobody has waited for, as Microsoft's workers do.</summary>
    public void ContinueAsNew(string with)
    {
        foreach (var (name, inputs) in untaken)
        {
            foreach (var untakenInput in inputs)
            {
                context.SendEvent(new OrchestrationInstance { InstanceId = Id }, name, JsonSerializer.Deserialize<string>(untakenInput)!);
            }
        }

        context.ContinueAsNew(with);
    }

    public Task<string> CallAsync(string activity, string? value = null) => context.ScheduleTask<string>(activity, "", value);

    public Task<string> CallChildAsync(string name, string id, string? value = null) =>
        context.CreateSubOrchestrationInstance<string>(name, "", id, value);

    public Task TimerAsync(TimeSpan delay) => context.CreateTimer(context.CurrentUtcDateTime + delay, 0);

    public async Task<string?> CallEntityAsync(string entity, string operation, string? value = null)
    {
        var id = NewGuid();
        Send(_entities.EmitRequestMessage(Instance(entity), operation, false, id, null, value, null, false));
        var result = _entities.DeserializeEntityResponseEvent(await next(id.ToString()));
        if (_entities.IsInsideCriticalSection)
        {
            _entities.RecoverLockAfterCall(entity);
        }

        return result.FailureDetails is { } failure ? $"{failure.ErrorType}: {failure.ErrorMessage}" : result.Result;
    }

    public void SignalEntity(string entity, string operation, string? value = null, DateTime? due = null) => Send(
        _entities.EmitRequestMessage(
            Instance(entity), operation, true, NewGuid(), due is { } time ? (time, time) : null, value, null, false));

    public async Task LockAsync(params string[] entities)
    {
        var id = NewGuid();
        Send(_entities.EmitAcquireMessage(id, [.. entities.Select(EntityId.FromString)]));
        _entities.CompleteAcquire(_entities.DeserializeEntityResponseEvent(await next(id.ToString())), id);
    }

    public void Unlock()
    {
        foreach (var release in _entities.EmitLockReleaseMessages())
        {
            Send(release);
        }
    }

    private Guid NewGuid() =>
        new(SHA256.HashData(Encoding.UTF8.GetBytes($"{Id} {context.OrchestrationInstance.ExecutionId} {_guids++}")).AsSpan(0, 16));

    private void Send(EntityMessageEvent message) => context.SendEvent(message.TargetInstance, message.EventName, message.AsRawInput());

    private static OrchestrationInstance Instance(string entity) => new() { InstanceId = entity };
}
