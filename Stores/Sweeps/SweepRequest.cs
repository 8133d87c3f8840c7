namespace Stores.Sweeps;

/// <summary>Asks for a sweep.</summary>
/// <param name="Id">Its id, which becomes the instance id of its orchestration: sweep- and 32 hexadecimal digits.</param>
/// <param name="Trigger">Who asks.</param>
/// <param name="DryRun">Whether it only tells what it would do: nothing is changed, and no sighting is kept.</param>
/// <param name="Settings">How careful to be; orchestrators have no configuration of their own.</param>
/// <param name="At">When it was asked for (UTC).</param>
public sealed record SweepRequest(string Id, SweepTrigger Trigger, bool DryRun, SweepSettings Settings, DateTime At)
{
    /// <summary>The id of this installation: what others made is not looked at.</summary>
    public string Installation { get; init; } = "";

    /// <summary>A request under an id of its own.</summary>
    public static SweepRequest Create(SweepTrigger trigger, bool dryRun, SweepSettings settings, DateTime at) => new(
        $"sweep-{Guid.NewGuid():N}", trigger, dryRun, settings, at);
}
