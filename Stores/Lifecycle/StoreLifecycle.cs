using Stores.Core;

namespace Stores.Lifecycle;

/// <summary>Decides what may happen to a store, from its record alone.</summary>
public static class StoreLifecycle
{
    /// <summary>
    /// Decides on a request. One operation runs at a time; a cancellation or a deletion pre-empts one that can be stopped.
    /// </summary>
    /// <returns>The answer with the record as it becomes, and the operation to start now, if any.</returns>
    public static (OperationDecision Decision, OperationInput? Start) Begin(StoreRecord record, OperationRequest request)
    {
        if (RequestMemory.Recall(record, request) is { } recalled)
        {
            return (recalled, null);
        }

        var (decision, start) = request.Kind switch
        {
            StoreRequestKind.Delete => BeginDelete(record, request),
            StoreRequestKind.Cancel => (Cancel(record, request), null),
            _ => BeginInSlot(record, request),
        };
        return (RequestMemory.Remember(decision, request), start);
    }

    /// <summary>Takes in what the running operation reports; anyone else's report changes nothing.</summary>
    public static StoreRecord Report(StoreRecord record, StepReport report)
    {
        if (record.Operation?.Id != report.OperationId)
        {
            return record;
        }

        var phase = record.PendingDelete is not null ? StorePhase.Deleting : record.Operation.Kind switch
        {
            StoreOperationKind.Delete => StorePhase.Deleting,
            StoreOperationKind.Upgrade => StorePhase.Upgrading,
            StoreOperationKind.Repair => StorePhase.Repairing,
            _ => report.Step == Steps.AwaitSlot ? StorePhase.Queued : StorePhase.Provisioning,
        };
        return record with
        {
            Phase = phase,
            Message = report.Message,
            // A step that says something new is still the same step.
            Timeline = record.Timeline is [.., { EndedAt: null } open] && open.Step == report.Step
                ? record.Timeline
                : [.. CloseTimeline(record, report.At), new StepRecord(report.Step, report.At)],
            UpdatedAt = report.At,
        };
    }

    /// <summary>Decides whether finalizers may be stripped, and notes who asks for it.</summary>
    public static (StoreRecord Record, StripPermission Permission) AllowStrip(StoreRecord record, StripRequest request)
    {
        var permission = FinalizerPolicy.Allow(record, request);
        return (permission.Store is null ? record : Audited(record, FinalizerPolicy.Audit(request)), permission);
    }

    /// <summary>Notes what stripping finalizers has come to.</summary>
    public static StoreRecord EndStrip(StoreRecord record, AuditEntry entry) =>
        Audited(record with { Audit = [.. record.Audit.Where(known => known with { Outcome = entry.Outcome } != entry)] }, entry);

    private static StoreRecord Audited(StoreRecord record, AuditEntry entry) => record with
    {
        Audit = [.. record.Audit.TakeLast(49), entry],
        UpdatedAt = entry.At > record.UpdatedAt ? entry.At : record.UpdatedAt,
    };

    /// <summary>Ends the running operation; anyone else's outcome changes nothing.</summary>
    /// <returns>The record, and the deletion that waited for this end, if any.</returns>
    public static (StoreRecord Record, OperationInput? Start) End(StoreRecord record, OperationOutcome outcome)
    {
        if (record.Operation?.Id != outcome.OperationId)
        {
            return (record, null);
        }

        var ended = record with
        {
            Operation = null,
            Message = null,
            Timeline = CloseTimeline(record, outcome.At),
            Url = outcome.Url ?? (LivesOn(record.Operation) ? record.Url : null),
            // An upgrade that began and failed may or may not have changed it.
            HasMailRelay = HasNotBegun(record.Operation, outcome) ? record.HasMailRelay : outcome.HasMailRelay,
            Failure = outcome.Failure,
            Failed = outcome.Failure is null ? null : record.Operation.Kind,
            Receipt = outcome.Receipt,
            Removal = outcome is { Receipt: null, Failure: not null } ? outcome.Removal ?? record.Removal : null,
            UpdatedAt = outcome.At,
            Phase = PhaseAfter(record.Operation, outcome),
        };
        ended = RepairLifecycle.Ended(ended, record.Operation.Kind, outcome);
        return record.PendingDelete is { } delete ? StartDelete(ended with { PendingDelete = null }, delete, outcome.At) : (ended, null);
    }

    // A provision or a deletion that failed leaves no shop; an upgrade or a repair leaves the one that it found.
    private static bool LivesOn(StoreOperation operation) => operation.Kind is StoreOperationKind.Upgrade or StoreOperationKind.Repair;

    private static bool HasNotBegun(StoreOperation operation, OperationOutcome outcome) =>
        LivesOn(operation) && outcome.Failure?.Step == Steps.AwaitSlot;

    private static StorePhase PhaseAfter(StoreOperation operation, OperationOutcome outcome) => outcome switch
    {
        { Receipt: not null } => StorePhase.Deleted,
        { Failure: null } => StorePhase.Ready,
        _ when HasNotBegun(operation, outcome) => operation.Before,
        _ => LivesOn(operation) ? StorePhase.Degraded : StorePhase.Failed,
    };

    private static (OperationDecision, OperationInput?) BeginInSlot(StoreRecord record, OperationRequest request)
    {
        if (record.Operation?.Id == request.Id)
        {
            return (new(OperationVerdict.Accepted, "It runs already.", record, request.Id), null);
        }

        var exists = record.Phase is not (StorePhase.Absent or StorePhase.Deleted);
        if (!exists && request.Kind != StoreRequestKind.Provision)
        {
            return (new(OperationVerdict.NotFound, $"There is no store '{request.Name}'.", record), null);
        }

        var free = request.Kind switch
        {
            StoreRequestKind.Provision => !exists,
            StoreRequestKind.Retry => record is { Phase: StorePhase.Failed, Failed: StoreOperationKind.Provision },
            _ => record.Phase is StorePhase.Ready or StorePhase.Degraded,
        };
        if (!free || record.Operation is not null)
        {
            return (new(OperationVerdict.Conflict, Refusal(record, request), record, record.Operation?.Id), null);
        }

        if (!request.Admitted)
        {
            return (new(OperationVerdict.Admissible, "It can begin as soon as there is room for it.", record), null);
        }

        var begun = request.Kind switch
        {
            StoreRequestKind.Provision =>
                NewGeneration(record, request.Spec!, request) with { Installation = request.Installation, Admission = request.Id },
            StoreRequestKind.Retry => NewGeneration(record, record.Spec!, request),
            _ => record with
            {
                Phase = request.Kind == StoreRequestKind.Upgrade ? StorePhase.Upgrading : StorePhase.Repairing,
                Operation = Next(
                    record, request, request.Kind == StoreRequestKind.Upgrade ? StoreOperationKind.Upgrade : StoreOperationKind.Repair),
                Operations = record.Operations + 1,
                Message = null,
                Timeline = [],
                Failure = null,
                Failed = null,
                UpdatedAt = request.At,
            },
        };
        begun = request.Kind == StoreRequestKind.Repair ? RepairLifecycle.Begun(begun, request.At) : begun;
        var input = Input(begun, request) with
        {
            // What could not be removed before the generation that failed last was made is of the generation before that.
            Previous = request.Kind == StoreRequestKind.Retry
                ? new StoreIdentity(record.Spec!.Name, record.Removal?.Generation ?? record.Generation, record.Installation)
                : null,
            Removal = record.Removal,
        };
        return (new(OperationVerdict.Accepted, $"{request.Kind} begins.", begun, request.Id), input);
    }

    private static StoreRecord NewGeneration(StoreRecord record, StoreSpec spec, OperationRequest request) => new()
    {
        Spec = spec,
        Generation = record.Generation + 1,
        Installation = record.Installation,
        Admission = record.Admission,
        Requests = record.Requests,
        Audit = record.Audit,
        Phase = StorePhase.Queued,
        Operation = Next(record, request, StoreOperationKind.Provision),
        Operations = record.Operations + 1,
        CreatedAt = request.At,
        UpdatedAt = request.At,
    };

    private static StoreOperation Next(StoreRecord record, OperationRequest request, StoreOperationKind kind) => new(
        request.Id, kind, request.At, record.Operations + 1, record.Phase);

    private static OperationDecision Cancel(StoreRecord record, OperationRequest request) => record switch
    {
        { Phase: StorePhase.Absent or StorePhase.Deleted } =>
            new(OperationVerdict.NotFound, $"There is no store '{request.Name}'.", record),
        { Operation: { Kind: not StoreOperationKind.Delete } running, PendingDelete: null } => new(
            OperationVerdict.Accepted, $"{running.Kind} is stopped.",
            record with { Message = $"Stopping the {running.Kind} on request.", UpdatedAt = request.At }, running.Id, running.Id),
        _ => new(
            OperationVerdict.Conflict, $"Nothing that could be cancelled is being done with store '{request.Name}'.", record,
            record.Operation?.Id),
    };

    private static (OperationDecision, OperationInput?) BeginDelete(StoreRecord record, OperationRequest request)
    {
        switch (record)
        {
            case { Phase: StorePhase.Absent or StorePhase.Deleted }:
            case var _ when request.KeptGeneration is { } kept && !IsKept(record, kept):
                return (new(OperationVerdict.NotFound, $"There is no store '{request.Name}'.", record), null);
            case { PendingDelete: { } pending }:
                return (
                    new(OperationVerdict.Accepted, "The store is being deleted already.", record, pending.Id, record.Operation?.Id), null);
            case { Operation: { Kind: StoreOperationKind.Delete } running }:
                return (new(OperationVerdict.Accepted, "The store is being deleted already.", record, running.Id), null);
            case { Operation: { } running }:
                var stopping = record with
                {
                    PendingDelete = request,
                    Phase = StorePhase.Deleting,
                    Message = $"Stopping the {running.Kind} before the deletion.",
                    UpdatedAt = request.At,
                };
                return (new(
                    OperationVerdict.Accepted, $"The {running.Kind} is stopped, then the store is deleted.", stopping, request.Id,
                    running.Id), null);
            default:
                var (begun, start) = StartDelete(record, request, request.At);
                return (new(OperationVerdict.Accepted, "The store will be deleted.", begun, request.Id), start);
        }
    }

    private static bool IsKept(StoreRecord record, int generation) =>
        record.Generation == generation && record is { Phase: StorePhase.Failed, Operation: null, Failure.KeptUntil: not null };

    private static (StoreRecord, OperationInput) StartDelete(StoreRecord record, OperationRequest request, DateTime at)
    {
        var begun = record with
        {
            Phase = StorePhase.Deleting,
            Operation = Next(record, request with { At = at }, StoreOperationKind.Delete),
            Operations = record.Operations + 1,
            Message = null,
            Timeline = [],
            Url = null,
            HasMailRelay = null,
            Failure = null,
            Failed = null,
            UpdatedAt = at,
        };
        return (begun, Input(begun, request) with { Removal = record.Removal });
    }

    private static OperationInput Input(StoreRecord record, OperationRequest request) =>
        new(request.Id, new StoreIdentity(record.Spec!.Name, record.Generation, record.Installation), record.Spec, request.Settings);

    private static string Refusal(StoreRecord record, OperationRequest request)
    {
        var store = $"Store '{request.Name}'";
        return (record.Phase, request.Kind) switch
        {
            (StorePhase.Deleting, _) => $"{store} is being deleted by operation {record.PendingDelete?.Id ?? record.Operation?.Id}; "
                + "its name is free again when that has ended.",
            _ when record.Operation is { } running => $"{store} is busy: {running.Kind} runs as operation {running.Id}.",
            (StorePhase.Failed, StoreRequestKind.Provision) =>
                $"{store} exists and has failed; retry it, or delete it before making it again.",
            (_, StoreRequestKind.Provision) => $"{store} exists.",
            (_, StoreRequestKind.Retry) => $"{store} is {record.Phase}; only a provision that failed can be tried again.",
            _ => $"{store} is {record.Phase}; only one that is Ready or Degraded can be worked on.",
        };
    }

    private static IReadOnlyList<StepRecord> CloseTimeline(StoreRecord record, DateTime at) =>
        [.. record.Timeline.Select(step => step.EndedAt is null ? step with { EndedAt = at } : step)];
}
