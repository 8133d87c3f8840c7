using System.Globalization;
using Stores.Core;

namespace Stores.Readiness;

/// <summary>
/// Tells what waiting does not mend, by one rule for every workload: at once what cannot pass by itself, and all else once the looks of
/// a wait have seen it for its grace.
/// </summary>
internal static class HopelessStates
{
    /// <summary>The first reason to give up; null while there is none.</summary>
    /// <param name="observation">What is seen now.</param>
    /// <param name="settings">What is borne.</param>
    /// <param name="sightings">What this and the earlier looks have seen.</param>
    public static StoreFailure? Find(StoreObservation observation, ReadinessSettings settings, Sightings sightings) =>
        Trouble.Of(observation, settings).Select(trouble => Judge(trouble, sightings)).OfType<StoreFailure>().FirstOrDefault()
        ?? observation.Pods.Where(pod => IsCrashing(pod, settings, sightings)).Select(Describe).FirstOrDefault();

    private static StoreFailure? Judge(Trouble trouble, Sightings sightings) => trouble switch
    {
        { Grace: null } => trouble.Failure,
        { Grace: { } grace } when sightings.SeenFor.GetValueOrDefault(trouble.What) >= grace => trouble.Failure with
        {
            Message = string.Create(
                CultureInfo.InvariantCulture, $"{trouble.Failure.Message.TrimEnd('.')}. It did not pass in {grace.TotalSeconds} s."),
        },
        _ => null,
    };

    // Restarts from before the wait tell of other troubles.
    private static bool IsCrashing(PodObservation pod, ReadinessSettings settings, Sightings sightings) =>
        pod.Waiting?.Reason == KubernetesReasons.CrashLoopBackOff
        && pod.Restarts - sightings.Restarts.GetValueOrDefault(pod.Name, pod.Restarts) >= settings.CrashLimit;

    private static StoreFailure Describe(PodObservation pod) => pod.Waiting! with
    {
        Message = $"Pod {pod.Name}: {(pod.BadEnd is null ? "" : $"{pod.BadEnd.TrimEnd('.')}; ")}{pod.Waiting!.Message}",
    };
}
