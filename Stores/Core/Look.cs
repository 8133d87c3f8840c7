namespace Stores.Core;

/// <summary>
/// What one look at something that takes its time has come to. Waiting is a result: only what went wrong is an exception.
/// </summary>
/// <param name="State">Whether it is worth another look.</param>
/// <param name="Reason">Why it is not done; null when it is.</param>
public record Look(LookState State, StoreFailure? Reason = null)
{
    /// <summary>What the next look goes on from where one look does not tell; null where it does.</summary>
    public Sightings? Sightings { get; init; }

    /// <summary>What was waited for is there.</summary>
    public static Look Done { get; } = new(LookState.Done);

    /// <summary>What was waited for is there, and worth something.</summary>
    public static Look<T> Found<T>(T value) => new(LookState.Done, value);

    /// <summary>Not yet; nothing says that it cannot come.</summary>
    public static Look NotYet(StoreFailure reason) => new(LookState.NotYet, reason);

    /// <summary>It will not come by waiting.</summary>
    public static Look Hopeless(StoreFailure reason) => new(LookState.Hopeless, reason);

    /// <summary>The same where something of value is waited for, which comes along when it is done.</summary>
    /// <param name="value">Asked for only when it is done.</param>
    public Look<T> With<T>(Func<T> value) => new(State, State == LookState.Done ? value() : default, Reason) { Sightings = Sightings };
}

/// <summary>As <see cref="Look"/>, for what is worth more than its being there.</summary>
/// <param name="State">Whether it is worth another look.</param>
/// <param name="Value">What was waited for, once it is done.</param>
/// <param name="Reason">Why it is not done; null when it is.</param>
public sealed record Look<T>(LookState State, T? Value, StoreFailure? Reason = null) : Look(State, Reason);
