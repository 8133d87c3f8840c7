using Stores.Core;
using Stores.Drift;

namespace Stores.Lifecycle;

/// <summary>What comparisons and repairs do to a store's record.</summary>
public static class RepairLifecycle
{
    /// <summary>Whether the store is one that comparisons are about: at rest, and running when last heard of.</summary>
    public static bool IsComparable(StoreRecord record) => record is { Operation: null, Phase: StorePhase.Ready or StorePhase.Degraded };

    /// <summary>Takes in a comparison; one of another generation, or of before the latest operation, changes nothing.</summary>
    /// <returns>The record, and whether a repair is to begin now.</returns>
    public static (StoreRecord Record, RepairDecision Decision) Compare(StoreRecord record, ComparisonReport report)
    {
        if (!IsComparable(record) || record.Generation != report.Generation || record.Operations != report.Operations)
        {
            return (record, new(RepairVerdict.Nothing, "The store has changed since it was looked at."));
        }

        var state = TakeIn(record.Repair, report);
        var decision = RepairPolicy.Decide(state, report.Settings, report.At);
        state = state with { NextAt = decision.NextAt };
        var reasons = FindReasons(state, report, decision);
        var degradation = reasons.Count == 0 ? null : new Degradation(reasons, record.Degradation?.Since ?? report.At);
        var changed = record.Phase != PhaseOf(degradation) || !reasons.SequenceEqual(record.Degradation?.Reasons ?? []);
        return (record with
        {
            Phase = PhaseOf(degradation),
            Degradation = degradation,
            Repair = state,
            UpdatedAt = changed ? report.At : record.UpdatedAt,
        }, decision);
    }

    /// <summary>Counts a repair that begins.</summary>
    public static StoreRecord Begun(StoreRecord record, DateTime at) =>
        record with { Repair = record.Repair with { Attempts = record.Repair.Attempts + 1, LastAt = at, NextAt = null } };

    /// <summary>Takes in how an operation ended: what succeeded leaves nothing to say but what only the operator can put right.</summary>
    public static StoreRecord Ended(StoreRecord record, StoreOperationKind kind, OperationOutcome outcome)
    {
        var repair = kind == StoreOperationKind.Repair
            ? record.Repair with { LastAt = outcome.At, LastFailure = outcome.Failure?.Failure }
            : record.Repair;
        switch (record.Phase)
        {
            case StorePhase.Ready:
                // An upgrade makes everything anew; a repair leaves what was not its to put right, which the next comparison looks at
                // again.
                IReadOnlyList<DriftSighting> left = kind == StoreOperationKind.Repair
                    ? [.. repair.Drifts.Where(sighting => sighting.Drift.Remedy == DriftRemedy.Operator)]
                    : [];
                var reasons = left.Select(sighting => new StoreFailure(sighting.Drift.Reason, sighting.Drift.Message)).ToList();
                var degradation = reasons.Count == 0 ? null : new Degradation(reasons, record.Degradation?.Since ?? outcome.At);
                return record with { Phase = PhaseOf(degradation), Degradation = degradation, Repair = repair with { Drifts = left } };
            case StorePhase.Degraded:
                return record with { Degradation = Degrade(record, outcome), Repair = repair };
            default:
                return record with { Repair = repair };
        }
    }

    // What was seen to have drifted still has; what an earlier operation failed with is the past, unless this one never began.
    private static Degradation Degrade(StoreRecord record, OperationOutcome outcome)
    {
        var (known, failure) = (record.Degradation?.Reasons ?? [], outcome.Failure!);
        var drifts = record.Repair.Drifts.Select(sighting => sighting.Drift.Reason).Append(Reasons.RepairGaveUp)
            .ToHashSet(StringComparer.Ordinal);
        var kept = known.Where(reason => failure.Step == Steps.AwaitSlot || drifts.Contains(reason.Reason)).ToList();
        return new(kept.Count > 0 ? kept : [failure.Failure], record.Degradation?.Since ?? outcome.At);
    }

    /// <summary>Keeps the store from being repaired by itself.</summary>
    public static StoreRecord Pause(StoreRecord record, RepairPause pause) =>
        record with { Repair = record.Repair with { Pause = pause, NextAt = null }, UpdatedAt = pause.At };

    /// <summary>Lets the store be repaired again, with its attempts forgotten.</summary>
    public static StoreRecord Resume(StoreRecord record, DateTime at) =>
        record with { Repair = record.Repair with { Pause = null, Attempts = 0, Known = [], NextAt = null }, UpdatedAt = at };

    private static StorePhase PhaseOf(Degradation? degradation) => degradation is null ? StorePhase.Ready : StorePhase.Degraded;

    private static RepairState TakeIn(RepairState state, ComparisonReport report)
    {
        var before = state.Drifts.ToLookup(sighting => sighting.Drift.Key);
        IReadOnlyList<DriftSighting> drifts = [.. report.Drifts.Select(drift => before[drift.Key].FirstOrDefault() is { } seen
            ? new DriftSighting(drift, seen.Since, seen.Times + 1)
            : new DriftSighting(drift, report.At, 1))];
        var keys = drifts.Where(sighting => sighting.Drift.Remedy == DriftRemedy.Repair).Select(sighting => sighting.Drift.Key).ToList();
        var calm = keys.Count == 0 && !(report.At < state.LastAt + report.Settings.MaxBackoff);
        // Another drift is another matter; part of the same one is not.
        var other = keys.Except(state.Known).Any();
        return calm ? state with { Drifts = drifts, Known = [], Attempts = 0 }
            : other ? state with { Drifts = drifts, Known = [.. state.Known.Union(keys)], Attempts = 0, LastAt = null }
            : state with { Drifts = drifts };
    }

    private static List<StoreFailure> FindReasons(RepairState state, ComparisonReport report, RepairDecision decision)
    {
        var reasons = state.Drifts
            .Where(sighting => sighting.Drift.Remedy != DriftRemedy.Wait || sighting.Since + report.Settings.Grace <= report.At)
            .Select(sighting => new StoreFailure(sighting.Drift.Reason, sighting.Drift.Message)).ToList();
        if (decision.Verdict == RepairVerdict.GivenUp)
        {
            var last = state.LastFailure is { } failure ? $"the last ended with {failure}" : "the drift came back";
            reasons.Insert(0, new StoreFailure(
                Reasons.RepairGaveUp, $"{state.Attempts} repairs did not last ({last}). Mend the cause, then resume the store's repairs."));
        }

        return reasons;
    }
}
