using System.Globalization;
using Functions.SimulatedCluster.Objects;

namespace Functions.SimulatedCluster.Lifecycle;

/// <summary>Events go an hour after they were last seen, as the API server's --event-ttl has it.</summary>
internal static class EventExpiry
{
    public static TimeSpan Period { get; } = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan s_life = TimeSpan.FromHours(1);

    public static void Sweep(ClusterObjects cluster)
    {
        foreach (var expired in cluster.List("v1", "Event", null)
            .Where(candidate => IsExpired(candidate.Text("lastTimestamp"), cluster.Now)).ToList())
        {
            cluster.Remove("v1", "Event", expired.Namespace(), expired.Name());
        }
    }

    private static bool IsExpired(string? seen, DateTimeOffset now) =>
        seen is not null && now - DateTimeOffset.Parse(seen, CultureInfo.InvariantCulture) > s_life;
}
