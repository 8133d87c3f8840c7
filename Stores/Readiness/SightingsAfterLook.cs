using Stores.Core;

namespace Stores.Readiness;

/// <summary>How <see cref="Sightings"/> grow with each look.</summary>
internal static class SightingsAfterLook
{
    // While nobody could look, a trouble may have passed and come again.
    private static readonly TimeSpan s_longestGap = TimeSpan.FromMinutes(1);

    /// <summary>With what one more look has seen; what it does not see any more is forgotten.</summary>
    public static Sightings After(this Sightings earlier, StoreObservation observation, ReadinessSettings settings)
    {
        var since = TimeSpan.FromTicks(Math.Clamp((observation.At - earlier.At).Ticks, 0, s_longestGap.Ticks));
        return new Sightings(
            observation.At,
            Trouble.Of(observation, settings).Select(trouble => trouble.What).Distinct()
                .ToDictionary(what => what, what => earlier.SeenFor.TryGetValue(what, out var seen) ? seen + since : TimeSpan.Zero),
            observation.Pods.Where(pod => !pod.Ready)
                .ToDictionary(pod => pod.Name, pod => earlier.Restarts.GetValueOrDefault(pod.Name, pod.Restarts)));
    }
}
