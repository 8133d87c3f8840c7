using k8s.Models;

namespace Functions.IntegrationTests.Chart;

/// <summary>
/// What the chart's NetworkPolicies let through, worked out as a cluster does: a pod that a policy selects may do what some policy names,
/// and nothing else.
/// </summary>
internal sealed class PolicyModel(RenderedChart chart)
{
    private readonly IReadOnlyList<V1NetworkPolicy> _policies = chart.All<V1NetworkPolicy>();

    /// <summary>Whether a pod of the store may open a connection to another of its pods.</summary>
    public bool Allows(ChartPod from, ChartPod to, int port) =>
        Sides(from, "Egress").Any(rule => rule.Ports.Contains(port) && rule.Peers.Any(peer => peer.IsPod(to)))
        && Sides(to, "Ingress").Any(rule => rule.Ports.Contains(port) && rule.Peers.Any(peer => peer.IsPod(from)));

    /// <summary>The rules of one direction that hold for a pod; a pod that no policy selects would be open, which is a failure.</summary>
    public IReadOnlyList<PolicyRule> Sides(ChartPod pod, string direction)
    {
        var selecting = _policies.Where(policy => policy.Spec.PolicyTypes.Contains(direction) && Selects(policy.Spec.PodSelector, pod))
            .ToList();
        Assert.NotEmpty(selecting);
        return
        [
            .. selecting.SelectMany(policy => direction == "Egress"
                ? (policy.Spec.Egress ?? []).Select(
                    rule => new PolicyRule(Numbers(rule.Ports), [.. rule.To.Select(peer => new PolicyPeer(peer))]))
                : (policy.Spec.Ingress ?? []).Select(
                    rule => new PolicyRule(Numbers(rule.Ports), [.. rule.FromProperty.Select(peer => new PolicyPeer(peer))]))),
        ];
    }

    public static bool Selects(V1LabelSelector selector, ChartPod pod) =>
        (selector.MatchLabels ?? new Dictionary<string, string>())
            .All(label => pod.Labels.TryGetValue(label.Key, out var value) && value == label.Value)
        && (selector.MatchExpressions ?? []).All(expression =>
        {
            Assert.Equal("In", expression.OperatorProperty);
            return pod.Labels.TryGetValue(expression.Key, out var value) && expression.Values.Contains(value);
        });

    private static IReadOnlyList<int> Numbers(IList<V1NetworkPolicyPort> ports)
    {
        // Without ports a rule opens them all.
        Assert.NotEmpty(ports);
        Assert.All(ports, port => Assert.Null(port.EndPort));
        return [.. ports.Select(port => int.Parse(port.Port.Value, System.Globalization.CultureInfo.InvariantCulture))];
    }
}

/// <summary>One rule: to or from these peers on these ports.</summary>
internal sealed record PolicyRule(IReadOnlyList<int> Ports, IReadOnlyList<PolicyPeer> Peers);

/// <summary>One peer.</summary>
internal sealed record PolicyPeer(V1NetworkPolicyPeer Peer)
{
    public V1IPBlock? Block => Peer.IpBlock;

    public V1LabelSelector? Namespaces => Peer.NamespaceSelector;

    /// <summary>Whether it means that pod of the same namespace.</summary>
    public bool IsPod(ChartPod pod) =>
        Peer.NamespaceSelector is null && Peer.PodSelector is not null && PolicyModel.Selects(Peer.PodSelector, pod);
}
