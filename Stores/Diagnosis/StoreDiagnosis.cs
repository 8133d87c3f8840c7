namespace Stores.Diagnosis;

/// <summary>
/// What a store that failed looked like before it was undone. Bounded, since durable history and the store's record keep it: at most some
/// 16 KB. Free of secrets.
/// </summary>
/// <param name="Pods">At most <see cref="MostPods"/>, those that are not well first.</param>
/// <param name="Events">The newest <see cref="MostEvents"/>, oldest first; warnings before anything else.</param>
/// <param name="Log">The last that the failing container said; null when none failed, or it said nothing.</param>
/// <param name="Missing">What could not be looked at, and why, a sentence each.</param>
public sealed record StoreDiagnosis(
    IReadOnlyList<PodDiagnosis> Pods, IReadOnlyList<EventDiagnosis> Events, LogDiagnosis? Log, IReadOnlyList<string> Missing)
{
    /// <summary>Most pods.</summary>
    public const int MostPods = 10;

    /// <summary>Most events.</summary>
    public const int MostEvents = 15;

    /// <summary>Most lines of the log.</summary>
    public const int MostLines = 20;

    /// <summary>Most characters of the log; its end counts.</summary>
    public const int MostLogText = 2048;

    /// <summary>Most characters of a message; its beginning counts.</summary>
    public const int MostText = 300;

    /// <summary>Nothing could be looked at.</summary>
    public static StoreDiagnosis None(string why) => new([], [], null, [why]);

    /// <summary>A message of bearable length.</summary>
    public static string Shorten(string text) => text.Length <= MostText ? text : $"{text[..(MostText - 1)]}…";

    /// <summary>The last lines of a log that are not too many and not too long together.</summary>
    public static IReadOnlyList<string> Tail(string log)
    {
        var end = log.Length <= MostLogText ? log : log[^MostLogText..];
        return [.. end.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).TakeLast(MostLines)];
    }
}
