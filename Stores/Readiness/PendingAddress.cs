namespace Stores.Readiness;

/// <summary>An address that a shop's way in has not been given yet.</summary>
/// <param name="About">Kind and name of what lacks it: "Ingress web".</param>
/// <param name="Controller">Who is to give it, as far as that is known: "class nginx, controller k8s.io/ingress-nginx".</param>
/// <param name="Said">The latest event about it, "SyncLoadBalancerFailed: no quota"; null when there is none.</param>
/// <param name="HasHost">Whether the shop has a name of its own, by which it can be reached all the same.</param>
public sealed record PendingAddress(string About, string Controller, string? Said, bool HasHost)
{
    /// <summary>In a few sentences: what is missing, what is known of the cause, and what can be done.</summary>
    public string Explain()
    {
        var cause = Said is null ? "No event tells why: see whether a controller for it runs." : $"Last event: {Said.TrimEnd('.')}.";
        var remedy = HasHost ? " Where that writes no address into the status, set exposure.awaitAddress to false." : "";
        return $"{About} ({Controller}) has no address yet. {cause}{remedy}";
    }
}
