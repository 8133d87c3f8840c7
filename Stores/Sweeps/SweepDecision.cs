namespace Stores.Sweeps;

/// <summary>The answer to a <see cref="SweepRequest"/>.</summary>
/// <param name="Accepted">Whether the sweep begins.</param>
/// <param name="Running">The sweep that runs: the one asked for, or the one that stands against it.</param>
public sealed record SweepDecision(bool Accepted, SweepRequest Running);
