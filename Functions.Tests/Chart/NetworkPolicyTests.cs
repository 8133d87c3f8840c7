using k8s.Models;

namespace Functions.Tests.Chart;

public sealed class NetworkPolicyTests
{
    private static readonly string[] s_useTheDatabase = ["web", "install", "order-check", "isolation-check"];
    private static readonly string[] s_useTheShop = ["order-check", "cron"];

    public static TheoryData<string, string> Variants => ChartVariants.All;

    [Theory]
    [MemberData(nameof(Variants))]
    public async Task Every_pod_is_denied_everything_to_begin_with(string values, string set)
    {
        var deny = (await RenderedChart.RenderAsync(values, set)).Single<V1NetworkPolicy>("deny-all").Spec;

        Assert.True(deny.PodSelector.MatchLabels is null && deny.PodSelector.MatchExpressions is null);
        Assert.Equal(["Egress", "Ingress"], deny.PolicyTypes.Order());
        Assert.True(deny.Ingress is null && deny.Egress is null);
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public async Task Between_the_stores_own_pods_only_what_is_named_passes(string values, string set)
    {
        var chart = await RenderedChart.RenderAsync(values, set);
        var model = new PolicyModel(chart);

        Assert.Equal(["cron", "database", "install", "isolation-check", "order-check", "web"], chart.Pods.Select(pod => pod.Component).Distinct().Order());
        foreach (var from in chart.Pods)
        {
            Assert.Equal(s_useTheDatabase.Contains(from.Component), model.Allows(from, chart.Pod("database"), 3306));
            Assert.Equal(s_useTheShop.Contains(from.Component), model.Allows(from, chart.Pod("web"), 8080));
            Assert.All(chart.Pods.Where(to => to.Component is not ("database" or "web")), to => Assert.Empty(model.Sides(to, "Ingress")));
        }

        Assert.All(model.Sides(chart.Pod("database"), "Ingress"), rule => Assert.Equal([3306], rule.Ports));
        Assert.All(model.Sides(chart.Pod("web"), "Ingress"), rule => Assert.Equal([8080], rule.Ports));
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public async Task From_outside_the_namespace_only_the_way_in_reaches_the_shop_and_nothing_the_database(string values, string set)
    {
        var chart = await RenderedChart.RenderAsync(values, set);
        var model = new PolicyModel(chart);

        Assert.All(model.Sides(chart.Pod("database"), "Ingress").SelectMany(rule => rule.Peers), peer => Assert.True(peer.Namespaces is null && peer.Block is null));
        var outside = Assert.Single(model.Sides(chart.Pod("web"), "Ingress").SelectMany(rule => rule.Peers), peer => peer.Namespaces is not null || peer.Block is not null);
        if (set.Contains("exposure.type=Ingress", StringComparison.Ordinal))
        {
            var label = Assert.Single(outside.Namespaces!.MatchLabels);
            Assert.Equal(("kubernetes.io/metadata.name", "ingress-nginx"), (label.Key, label.Value));
            Assert.Null(outside.Block);
        }
        else
        {
            Assert.Equal("0.0.0.0/0", outside.Block!.Cidr);
        }
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public async Task Out_of_the_namespace_go_names_and_https_and_neither_the_cluster_nor_the_metadata_address(string values, string set)
    {
        var chart = await RenderedChart.RenderAsync(values, set);
        var model = new PolicyModel(chart);
        string[] online = set.Contains("source=image", StringComparison.Ordinal) ? ["isolation-check", "web"] : ["install", "isolation-check", "order-check", "web"];

        foreach (var pod in chart.Pods)
        {
            var rules = model.Sides(pod, "Egress");
            var names = Assert.Single(rules, rule => rule.Ports.Contains(53));
            Assert.All(names.Ports, port => Assert.Equal(53, port));
            Assert.All(names.Peers, peer => Assert.True(
                peer.Block?.Cidr.EndsWith("/32", StringComparison.Ordinal)
                ?? (peer.Namespaces!.MatchLabels["kubernetes.io/metadata.name"] == "kube-system" && peer.Peer.PodSelector.MatchLabels["k8s-app"] == "kube-dns")));

            var blocks = rules.Except([names]).Where(rule => rule.Peers.Any(peer => peer.Block is not null)).ToList();
            Assert.Equal(online.Contains(pod.Component), blocks.Count == 1);
            Assert.All(blocks, rule =>
            {
                Assert.Equal([443], rule.Ports);
                var block = Assert.Single(rule.Peers).Block!;
                Assert.Equal("0.0.0.0/0", block.Cidr);
                Assert.Equal(["10.0.0.0/8", "100.64.0.0/10", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16"], block.Except.Order());
            });
            Assert.DoesNotContain(rules.Except([names]).SelectMany(rule => rule.Peers), peer => peer.Namespaces is not null);
        }

        Assert.True(System.Net.IPNetwork.Parse("169.254.0.0/16").Contains(System.Net.IPAddress.Parse("169.254.169.254")));
    }

    [Fact]
    public async Task Pods_networks_can_be_kept_from_a_shop_that_is_open_to_all()
    {
        var chart = await RenderedChart.RenderAsync("local", "networkPolicy.podCidrs={10.244.0.0/16}");
        var outside = Assert.Single(new PolicyModel(chart).Sides(chart.Pod("web"), "Ingress").SelectMany(rule => rule.Peers), peer => peer.Block is not null);
        Assert.Equal(["10.244.0.0/16"], outside.Block!.Except);
    }
}
