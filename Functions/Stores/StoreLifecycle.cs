namespace Functions.Stores;

/// <summary>Decides what may happen to a store, from its record alone.</summary>
public static class StoreLifecycle
{
    /// <summary>Decides on a requested operation. One runs at a time; a deletion pre-empts a provision.</summary>
    /// <returns>The answer with the record as it becomes, and the operation to start now, if any.</returns>
    public static (OperationDecision Decision, OperationInput? Start) Begin(StoreRecord record, OperationRequest request) => request.Kind switch
    {
        StoreOperationKind.Provision => BeginProvision(record, request),
        _ => BeginDelete(record, request),
    };

    /// <summary>Takes in what the running operation reports; anyone else's report changes nothing.</summary>
    public static StoreRecord Report(StoreRecord record, StepReport report)
    {
        if (record.Operation?.Id != report.OperationId)
        {
            return record;
        }

        var phase = record.Operation.Kind == StoreOperationKind.Delete || record.PendingDelete is not null ? StorePhase.Deleting
            : report.Step == Steps.AwaitSlot ? StorePhase.Queued
            : StorePhase.Provisioning;
        return record with
        {
            Phase = phase,
            Message = report.Message,
            Timeline = [.. CloseTimeline(record, report.At), new StepRecord(report.Step, report.At)],
            UpdatedAt = report.At,
        };
    }

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
            Url = outcome.Url,
            Failure = outcome.Failure,
            Receipt = outcome.Receipt,
            UpdatedAt = outcome.At,
            Phase = outcome.Failure is not null ? StorePhase.Failed : outcome.Receipt is not null ? StorePhase.Deleted : StorePhase.Ready,
        };
        return record.PendingDelete is { } delete ? StartDelete(ended with { PendingDelete = null }, delete, outcome.At) : (ended, null);
    }

    private static (OperationDecision, OperationInput?) BeginProvision(StoreRecord record, OperationRequest request)
    {
        if (record.Operation?.Id == request.Id)
        {
            return (new(OperationVerdict.Accepted, "The provision runs already.", record), null);
        }

        if (record.Phase is not (StorePhase.Absent or StorePhase.Deleted))
        {
            return (new(OperationVerdict.Conflict, Refusal(record, request.Spec.Name), record), null);
        }

        var begun = new StoreRecord
        {
            Spec = request.Spec,
            Generation = record.Generation + 1,
            Installation = request.Installation,
            Phase = StorePhase.Queued,
            Operation = new StoreOperation(request.Id, request.Kind, request.At),
            CreatedAt = request.At,
            UpdatedAt = request.At,
        };
        return (new(OperationVerdict.Accepted, "The store will be provisioned.", begun), Input(begun, request));
    }

    private static (OperationDecision, OperationInput?) BeginDelete(StoreRecord record, OperationRequest request)
    {
        switch (record)
        {
            case { Phase: StorePhase.Absent or StorePhase.Deleted }:
                return (new(OperationVerdict.NotFound, $"There is no store '{request.Spec.Name}'.", record), null);
            case { Phase: StorePhase.Deleting }:
                return (new(OperationVerdict.Accepted, "The store is being deleted already.", record, record.PendingDelete is null ? null : record.Operation?.Id), null);
            case { Operation: { } running }:
                var pending = record with
                {
                    PendingDelete = request,
                    Phase = StorePhase.Deleting,
                    Message = "Stopping the provision before the deletion.",
                    UpdatedAt = request.At,
                };
                return (new(OperationVerdict.Accepted, "The provision is stopped, then the store is deleted.", pending, running.Id), null);
            default:
                var (begun, start) = StartDelete(record, request, request.At);
                return (new(OperationVerdict.Accepted, "The store will be deleted.", begun), start);
        }
    }

    private static (StoreRecord, OperationInput) StartDelete(StoreRecord record, OperationRequest request, DateTime at)
    {
        var begun = record with
        {
            Phase = StorePhase.Deleting,
            Operation = new StoreOperation(request.Id, StoreOperationKind.Delete, at),
            Message = null,
            Timeline = [],
            Url = null,
            Failure = null,
            UpdatedAt = at,
        };
        return (begun, Input(begun, request));
    }

    private static OperationInput Input(StoreRecord record, OperationRequest request) =>
        new(request.Id, new StoreIdentity(record.Spec!.Name, record.Generation, record.Installation), record.Spec, request.Settings);

    private static string Refusal(StoreRecord record, StoreName name) => record.Phase switch
    {
        StorePhase.Deleting => $"Store '{name}' is being deleted; its name is free again when that has ended.",
        StorePhase.Failed => $"Store '{name}' exists and has failed; delete it before making it again.",
        StorePhase.Ready => $"Store '{name}' exists.",
        _ => $"Store '{name}' is being provisioned by operation {record.Operation?.Id}.",
    };

    private static IReadOnlyList<StepRecord> CloseTimeline(StoreRecord record, DateTime at) =>
        [.. record.Timeline.Select(step => step.EndedAt is null ? step with { EndedAt = at } : step)];
}

/// <summary>Says that an operation has come to a step.</summary>
/// <param name="OperationId">Who says so.</param>
/// <param name="Step">The step's name.</param>
/// <param name="Message">One sentence for the operator.</param>
/// <param name="At">UTC.</param>
public sealed record StepReport(string OperationId, string Step, string Message, DateTime At);

/// <summary>Says how an operation ended: with a URL (ready), a receipt (deleted) or a failure.</summary>
/// <param name="OperationId">Who says so.</param>
/// <param name="At">UTC.</param>
/// <param name="Url">The shop's URL.</param>
/// <param name="Receipt">What was removed.</param>
/// <param name="Failure">Why it failed.</param>
public sealed record OperationOutcome(string OperationId, DateTime At, string? Url = null, DeletionReceipt? Receipt = null, FailureRecord? Failure = null);

/// <summary>Names of steps that are not activities.</summary>
public static class Steps
{
    /// <summary>Waiting for a provisioning slot.</summary>
    public const string AwaitSlot = nameof(AwaitSlot);
}
