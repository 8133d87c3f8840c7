using Functions.LocalRuntime.History;
using Functions.LocalRuntime.Storage;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;

namespace Functions.LocalRuntime.Execution;

/// <summary>The operations of one entity turn and what they have done so far.</summary>
internal sealed class EntityBatch(EntityInstanceId id, string? state, IReadOnlyList<EntityRequest> requests, DataConverter converter, Sequences sequences, DateTime now)
{
    private readonly List<Message> _outbox = [];
    private readonly List<NewInstance> _newInstances = [];
    private int _done;

    public string? State { get; private set; } = state;

    public IReadOnlyList<Message> Outbox => _outbox;

    public IReadOnlyList<NewInstance> NewInstances => _newInstances;

    public List<(EntityRequest Request, TaskFailureDetails Failure)> Failures { get; } = [];

    /// <summary>Runs every operation that has not run yet.</summary>
    public async Task RunAsync(ITaskEntity entity)
    {
        while (_done < requests.Count)
        {
            var request = requests[_done];
            var operation = new Operation(id, request, State, converter, sequences, now);
            try
            {
                var result = await entity.RunAsync(operation);
                Succeed(request, operation, converter.Serialize(result));
            }
            catch (Exception exception)
            {
                Fail(request, TaskFailureDetails.FromException(exception));
            }
        }
    }

    /// <summary>Fails every operation that has not ended. One that still runs, because the time for the batch is over, changes nothing any more.</summary>
    public void FailRest(TaskFailureDetails failure)
    {
        foreach (var request in requests.Skip(_done))
        {
            Fail(request, failure);
        }
    }

    private void Succeed(EntityRequest request, Operation operation, string? answer)
    {
        lock (_outbox)
        {
            if (!TryEnd(request))
            {
                return;
            }

            State = operation.Current;
            _outbox.AddRange(operation.Outbox);
            _newInstances.AddRange(operation.NewInstances);
            Respond(request, task => new TaskCompleted(task, answer));
        }
    }

    private void Fail(EntityRequest request, TaskFailureDetails failure)
    {
        lock (_outbox)
        {
            if (TryEnd(request))
            {
                Failures.Add((request, failure));
                Respond(request, task => new TaskFailed(task, failure));
            }
        }
    }

    private bool TryEnd(EntityRequest request)
    {
        var isNext = _done < requests.Count && ReferenceEquals(requests[_done], request);
        _done += isNext ? 1 : 0;
        return isNext;
    }

    private void Respond(EntityRequest request, Func<int, HistoryEvent> response)
    {
        if (request.Caller is { } caller)
        {
            _outbox.Add(new Message(caller.InstanceId, caller.Execution, response(caller.TaskId), null, sequences.Next()));
        }
    }

    private sealed class Operation : TaskEntityOperation
    {
        private readonly EntityRequest _request;
        private readonly DataConverter _converter;
        private readonly OperationState _state;
        private readonly OperationContext _context;

        public Operation(EntityInstanceId id, EntityRequest request, string? state, DataConverter converter, Sequences sequences, DateTime now)
        {
            _request = request;
            _converter = converter;
            _state = new OperationState(state, converter);
            _context = new OperationContext(id, converter, sequences, now);
        }

        public override string Name => _request.Operation;

        public override TaskEntityContext Context => _context;

        public override TaskEntityState State => _state;

        public override bool HasInput => _request.Input is not null;

        public string? Current => _state.Current;

        public IReadOnlyList<Message> Outbox => _context.Outbox;

        public IReadOnlyList<NewInstance> NewInstances => _context.NewInstances;

        public override object? GetInput(Type inputType) => _converter.Deserialize(_request.Input, inputType);
    }

    private sealed class OperationState(string? current, DataConverter converter) : TaskEntityState
    {
        public string? Current { get; private set; } = current;

        public override bool HasState => Current is not null;

        public override object? GetState(Type type) => converter.Deserialize(Current, type);

        public override void SetState(object? state) => Current = converter.Serialize(state);
    }

    private sealed class OperationContext(EntityInstanceId id, DataConverter converter, Sequences sequences, DateTime now) : TaskEntityContext
    {
        public List<Message> Outbox { get; } = [];

        public List<NewInstance> NewInstances { get; } = [];

        public override EntityInstanceId Id => id;

        public override void SignalEntity(EntityInstanceId id, string operationName, object? input = null, SignalEntityOptions? options = null) =>
            Outbox.Add(new Message(id.ToString(), null, new EntityRequest(operationName, converter.Serialize(input), null), options?.SignalTime?.UtcDateTime, sequences.Next()));

        public override string ScheduleNewOrchestration(TaskName name, object? input = null, StartOrchestrationOptions? options = null)
        {
            var instanceId = options?.InstanceId ?? Client.LocalDurableTaskClient.NewInstanceId();
            Client.LocalDurableTaskClient.RefuseEntityId(instanceId);
            NewInstances.Add(new NewInstance(
                instanceId, OrchestrationTurn.NewExecution(), new ExecutionStarted(name, converter.Serialize(input), null), now, options?.StartAt?.UtcDateTime, sequences.Next()));
            return instanceId;
        }
    }
}
