namespace Stores.Drift;

/// <summary>Decides whether a store is repaired now, from what is remembered alone.</summary>
public static class RepairPolicy
{
    /// <summary>How often a drift is seen before it is repaired: once may be a change that is under way.</summary>
    public const int Sightings = 2;

    /// <summary>Decides at a moment (UTC).</summary>
    public static RepairDecision Decide(RepairState state, RepairSettings settings, DateTime at)
    {
        var repairable = state.Drifts.Where(sighting => sighting.Drift.Remedy == DriftRemedy.Repair).ToList();
        if (repairable.Count == 0)
        {
            return new(RepairVerdict.Nothing, "Nothing has drifted that a repair puts right.");
        }

        if (state.Pause is { } pause && pause.HoldsAt(at))
        {
            return new(
                RepairVerdict.Paused,
                pause.Until is { } until ? $"Repairs of this store are paused until {until:u}." : "Repairs of this store are paused.");
        }

        if (!settings.Enabled)
        {
            return new(RepairVerdict.Paused, "Repairs are switched off (Repair:Enabled).");
        }

        if (state.Attempts >= settings.MaxAttempts)
        {
            return new(RepairVerdict.GivenUp, $"{state.Attempts} repairs did not last.");
        }

        if (state is { Attempts: > 0, LastAt: { } last } && last + settings.BackoffAfter(state.Attempts) is var next && at < next)
        {
            return new(RepairVerdict.Wait, $"Attempt {state.Attempts + 1} of {settings.MaxAttempts} begins after {next:u}.", next);
        }

        return repairable.Any(sighting => sighting.Times >= Sightings)
            ? new(RepairVerdict.Repair, $"{repairable[0].Drift.Message} Attempt {state.Attempts + 1} of {settings.MaxAttempts}.")
            : new(RepairVerdict.Wait, "It was seen once only.");
    }
}
