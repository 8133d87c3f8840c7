using Stores.Core;
using Stores.Lifecycle;
using Stores.Removal;

namespace Functions.Api.Stores;

/// <summary>A store as the API shows it.</summary>
/// <param name="Name">The store's name.</param>
/// <param name="Plan">small, medium or large.</param>
/// <param name="Engine">mariadb or mysql.</param>
/// <param name="Owner">Whose it is.</param>
/// <param name="Phase">Queued, Provisioning, Ready, Degraded, Upgrading, Repairing, Failed, Deleting or Deleted.</param>
/// <param name="Step">The step that runs; null between operations.</param>
/// <param name="Message">One sentence on the running step.</param>
/// <param name="QueuePosition">1 for the next to get a slot; null when it does not wait for one.</param>
/// <param name="Url">The shop's URL once it is Ready.</param>
/// <param name="Namespace">The store's namespace.</param>
/// <param name="Release">The store's helm release.</param>
/// <param name="Generation">Counts the stores of this name.</param>
/// <param name="Operation">The instance id of the running operation.</param>
/// <param name="CreatedAt">UTC.</param>
/// <param name="UpdatedAt">UTC.</param>
/// <param name="Failed">What failed latest: Provision, Delete, Upgrade or Repair; null when nothing did.</param>
/// <param name="Failure">Why the latest operation failed.</param>
/// <param name="Timeline">The steps of the latest operation, oldest first.</param>
public sealed record StoreResponse(
    string Name, string Plan, string Engine, string Owner, StorePhase Phase, string? Step, string? Message, int? QueuePosition, string? Url,
    string Namespace, string Release, int Generation, string? Operation, DateTime CreatedAt, DateTime UpdatedAt,
    StoreOperationKind? Failed, FailureResponse? Failure, IReadOnlyList<StepRecord> Timeline)
{
    /// <summary>What a removal that has not succeeded has found and seen gone; null when there was none.</summary>
    public IReadOnlyList<RemovedItem>? Removal { get; init; }

    /// <summary>What was done to stores of this name by force, latest last.</summary>
    public IReadOnlyList<AuditEntry> Audit { get; init; } = [];

    /// <summary>Why the store is Degraded; null when it is as it should be.</summary>
    public DegradationResponse? Degradation { get; init; }

    /// <summary>How the shop's owner logs in, where the store was asked for; null before it was ready first.</summary>
    public AdminResponse? Admin { get; init; }

    /// <summary>Whether the shop has a mail relay, without which its mail is not sent; null where that is not known.</summary>
    public bool? HasMailRelay { get; init; }

    /// <summary>What repairs came to, and whether they are paused.</summary>
    public RepairResponse? Repair { get; init; }

    /// <summary>Shows a record.</summary>
    /// <param name="record">The record of a store that was asked for.</param>
    /// <param name="queuePosition">Its place in the queue; null or 0 when it does not wait.</param>
    public static StoreResponse From(StoreRecord record, int? queuePosition)
    {
        var (spec, resources) = (record.Spec!, new StoreResources(record.Spec!.Name));
        return new(
            spec.Name.Value, spec.Plan.ToString().ToLowerInvariant(), spec.Engine.ToString().ToLowerInvariant(), spec.Owner, record.Phase,
            record.Timeline.LastOrDefault(step => step.EndedAt is null)?.Step, record.Message, queuePosition > 0 ? queuePosition : null,
            record.Url, resources.Namespace, resources.Release, record.Generation, record.Operation?.Id, record.CreatedAt, record.UpdatedAt,
            record.Failed, FailureResponse.From(record.Failure), record.Timeline)
        {
            Removal = record.Removal?.Items,
            Audit = record.Audit,
            Degradation = record.Degradation is { } degradation ? new(degradation.Since, degradation.Reasons) : null,
            HasMailRelay = record.HasMailRelay,
            Repair = RepairResponse.From(record.Repair),
        };
    }

    /// <summary>The same as a list shows it: without the diagnosis, which is long.</summary>
    public StoreResponse Summarize() => this with { Failure = Failure is null ? null : Failure with { Diagnosis = null } };
}
