using System.Globalization;
using k8s.Models;

namespace Functions.SimulatedCluster.Lifecycle;

/// <summary>What the NetworkPolicies of a namespace let into its pods.</summary>
internal static class NetworkPolicies
{
    /// <summary>
    /// Whether pods of a namespace may open a TCP connection to a pod: no policy of the pod's namespace selects it for ingress, or a rule
    /// of one that does names them. Address blocks are passed over, since played pods have no addresses.
    /// </summary>
    /// <param name="policies">Those of the pod's namespace.</param>
    /// <param name="to">The pod.</param>
    /// <param name="port">Its container's port.</param>
    /// <param name="from">The labels of the namespace that the callers are in, which is not the pod's own.</param>
    /// <param name="callers">The callers' labels.</param>
    public static bool Admit(
        IEnumerable<V1NetworkPolicy> policies, V1Pod to, int port, IDictionary<string, string> from, IDictionary<string, string> callers)
    {
        var selecting = policies
            .Where(policy => Selects(policy.Spec.PodSelector, to.Labels() ?? new Dictionary<string, string>()))
            .Where(policy => policy.Spec.PolicyTypes is not { Count: > 0 } types || types.Contains("Ingress"))
            .ToList();
        return selecting.Count == 0 || selecting.SelectMany(policy => policy.Spec.Ingress ?? []).Any(rule =>
            (rule.Ports is not { Count: > 0 } ports || ports.Any(open => Opens(open, to, port)))
            && (rule.FromProperty is not { Count: > 0 } peers || peers.Any(peer =>
                peer.NamespaceSelector is { } namespaces && Selects(namespaces, from)
                && (peer.PodSelector is not { } pods || Selects(pods, callers)))));
    }

    private static bool Opens(V1NetworkPolicyPort open, V1Pod to, int port) =>
        open.Protocol is null or "TCP"
        && (open.Port is null
            || (int.TryParse(open.Port.Value, CultureInfo.InvariantCulture, out var first)
                ? first <= port && port <= (open.EndPort ?? first)
                : to.Spec.Containers.SelectMany(container => container.Ports ?? [])
                    .Any(named => named.Name == open.Port.Value && named.ContainerPort == port)));

    private static bool Selects(V1LabelSelector? selector, IDictionary<string, string> labels) =>
        (selector?.MatchLabels ?? new Dictionary<string, string>())
            .All(wanted => labels.TryGetValue(wanted.Key, out var value) && value == wanted.Value)
        && (selector?.MatchExpressions ?? []).All(expression => expression.OperatorProperty switch
        {
            "In" => labels.TryGetValue(expression.Key, out var value) && expression.Values.Contains(value),
            "NotIn" => !labels.TryGetValue(expression.Key, out var value) || !expression.Values.Contains(value),
            "Exists" => labels.ContainsKey(expression.Key),
            _ => !labels.ContainsKey(expression.Key),
        });
}
