using k8s.Models;

namespace Functions.IntegrationTests.Chart;

public sealed class NetworkPolicyTests
{
    private static readonly string[] s_useTheDatabase = ["web", "install", "shop-check", "isolation-check"];
    private static readonly string[] s_useTheShop = ["shop-check", "web"];
    private static readonly string[] s_startScheduledWork = ["cron", "web"];

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

        string[] components = ["cron", "database", "install", "isolation-check", "shop-check", "web"];
        Assert.Equal(components, chart.Pods.Select(pod => pod.Component).Distinct().Order());
        foreach (var from in chart.Pods)
        {
            Assert.Equal(s_useTheDatabase.Contains(from.Component), model.Allows(from, chart.Pod("database"), 3306));
            Assert.Equal(s_useTheShop.Contains(from.Component), model.Allows(from, chart.Pod("web"), 8080));
            Assert.Equal(s_startScheduledWork.Contains(from.Component), model.Allows(from, chart.Pod("web"), 8081));
            Assert.All(chart.Pods.Where(to => to.Component is not ("database" or "web")), to => Assert.Empty(model.Sides(to, "Ingress")));
        }

        Assert.All(model.Sides(chart.Pod("database"), "Ingress"), rule => Assert.Equal([3306], rule.Ports));
        Assert.Equal([[8080], [8081]], model.Sides(chart.Pod("web"), "Ingress").Select(rule => rule.Ports));
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public async Task From_outside_the_namespace_only_the_way_in_reaches_the_shop_and_nothing_the_database(string values, string set)
    {
        var chart = await RenderedChart.RenderAsync(values, set);
        var model = new PolicyModel(chart);

        var callers = model.Sides(chart.Pod("database"), "Ingress").SelectMany(rule => rule.Peers);
        Assert.All(callers, peer => Assert.True(peer.Namespaces is null && peer.Block is null));
        var rules = model.Sides(chart.Pod("web"), "Ingress").ToLookup(
            rule => rule.Ports.Single(), rule => rule.Peers.Where(peer => peer.Namespaces is not null || peer.Block is not null));
        Assert.Empty(rules[8081].Single());
        var outside = rules[8080].Single().ToList();
        if (set.Contains("exposure.type=Ingress", StringComparison.Ordinal))
        {
            var controller = Assert.Single(outside);
            var label = Assert.Single(controller.Namespaces!.MatchLabels);
            Assert.Equal(("kubernetes.io/metadata.name", "ingress-nginx"), (label.Key, label.Value));
            Assert.Null(controller.Block);
        }
        else
        {
            Assert.Equal(["0.0.0.0/0", "::/0"], outside.Select(peer => peer.Block!.Cidr));
        }
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public async Task Out_of_the_namespace_go_names_and_https_and_neither_the_cluster_nor_the_metadata_address(string values, string set)
    {
        var chart = await RenderedChart.RenderAsync(values, set);
        var model = new PolicyModel(chart);
        string[] online = set.Contains("source=image", StringComparison.Ordinal)
            ? ["isolation-check", "web"]
            : ["install", "isolation-check", "shop-check", "web"];

        foreach (var pod in chart.Pods)
        {
            var rules = model.Sides(pod, "Egress");
            var names = rules.Where(rule => rule.Ports.Contains(53)).ToList();
            Assert.All(names.SelectMany(rule => rule.Ports), port => Assert.Equal(53, port));
            Assert.All(names.SelectMany(rule => rule.Peers), peer => Assert.True(
                peer.Block?.Cidr.EndsWith("/32", StringComparison.Ordinal)
                ?? (peer.Namespaces!.MatchLabels["kubernetes.io/metadata.name"] == "kube-system"
                    && peer.Peer.PodSelector.MatchLabels["k8s-app"] == "kube-dns")));

            var blocks = rules.Except(names).Where(rule => rule.Peers.Any(peer => peer.Block is not null)).ToList();
            Assert.Equal(online.Contains(pod.Component), blocks.Count == 1);
            Assert.All(blocks, rule =>
            {
                Assert.Equal([443], rule.Ports);
                Assert.Equal(["0.0.0.0/0", "::/0"], rule.Peers.Select(peer => peer.Block!.Cidr));
                Assert.Equal(
                    ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16"], rule.Peers[0].Block!.Except);
                Assert.True(Excludes(
                    rule.Peers[1].Block!, "fd00::1", "fe80::1", "64:ff9b::a9fe:a9fe", "64:ff9b::a00:1", "64:ff9b::c0a8:1"));
                Assert.False(Excludes(rule.Peers[1].Block!, "2001:4860:4860::8888"));
                Assert.False(Excludes(rule.Peers[1].Block!, "64:ff9b::808:808"));
            });
            Assert.DoesNotContain(rules.Except(names).SelectMany(rule => rule.Peers), peer => peer.Namespaces is not null);
        }

        Assert.True(System.Net.IPNetwork.Parse("169.254.0.0/16").Contains(System.Net.IPAddress.Parse("169.254.169.254")));
    }

    [Fact]
    public async Task Pods_networks_can_be_kept_from_a_shop_that_is_open_to_all()
    {
        var chart = await RenderedChart.RenderAsync("local", "networkPolicy.podCidrs={10.244.0.0/16,fd00:244::/56}");
        var peers = new PolicyModel(chart).Sides(chart.Pod("web"), "Ingress").SelectMany(rule => rule.Peers);
        Assert.Equal(["10.244.0.0/16", "fd00:244::/56"], peers.SelectMany(peer => peer.Block?.Except ?? []));
    }

    [Fact]
    public async Task Of_a_family_whose_networks_in_the_cluster_nobody_named_nothing_is_reached()
    {
        var chart = await RenderedChart.RenderAsync("local", "networkPolicy.clusterCidrs={10.0.0.0/8,169.254.0.0/16}");
        var internet = Assert.Single(new PolicyModel(chart).Sides(chart.Pod("web"), "Egress"), rule => rule.Ports.Contains(443));
        Assert.Equal("0.0.0.0/0", Assert.Single(internet.Peers).Block!.Cidr);
    }

    [Fact]
    public async Task Name_servers_are_found_where_a_distribution_has_them()
    {
        const string DnsPod = "networkPolicy.dnsPods[0]";
        const string OpenShift = $"{DnsPod}.namespace=openshift-dns,{DnsPod}.port=5353,networkPolicy.dnsCidrs={{192.0.2.53/32}},"
            + $@"{DnsPod}.labels.dns\.operator\.openshift\.io/daemonset-dns=default";
        var chart = await RenderedChart.RenderAsync("local", OpenShift);
        foreach (var pod in chart.Pods)
        {
            var names = Assert.Single(new PolicyModel(chart).Sides(pod, "Egress"), rule => rule.Ports.Contains(5353));
            var peer = Assert.Single(names.Peers);
            Assert.Equal("openshift-dns", peer.Namespaces!.MatchLabels["kubernetes.io/metadata.name"]);
            Assert.Equal("default", peer.Peer.PodSelector.MatchLabels["dns.operator.openshift.io/daemonset-dns"]);
            var others = Assert.Single(new PolicyModel(chart).Sides(pod, "Egress"), rule => rule.Ports.Contains(53));
            Assert.Equal("192.0.2.53/32", Assert.Single(others.Peers).Block!.Cidr);
        }
    }

    [Fact]
    public async Task Behind_a_proxy_it_is_all_of_the_world_that_pods_reach_and_what_they_ask_by()
    {
        var chart = await RenderedChart.RenderAsync("local", "proxy.url=http://proxy.example.com:3128,proxy.cidrs={192.0.2.7/32}");
        foreach (var pod in chart.Pods.Where(pod => pod.Component is not ("database" or "cron")))
        {
            var rules = new PolicyModel(chart).Sides(pod, "Egress");
            var world = Assert.Single(rules, rule => rule.Ports.Contains(3128));
            Assert.Equal("192.0.2.7/32", Assert.Single(world.Peers).Block!.Cidr);
            Assert.DoesNotContain(rules, rule => rule.Ports.Contains(443));
            Assert.All(pod.Containers, container => Assert.Equal(
                "http://proxy.example.com:3128", container.Env.Single(variable => variable.Name == "HTTPS_PROXY").Value));
        }

        Assert.All((await RenderedChart.RenderAsync("local")).Pods.SelectMany(pod => pod.Containers), container =>
            Assert.DoesNotContain(container.Env ?? [], variable => variable.Name == "HTTPS_PROXY"));
    }

    [Fact]
    public async Task The_certificate_authority_reaches_the_solver_by_the_controller_alone()
    {
        var chart = await RenderedChart.RenderAsync("local", ChartVariants.Ingress);
        var labels = new Dictionary<string, string> { ["acme.cert-manager.io/http01-solver"] = "true" };
        var solver = new ChartPod("solver", labels, new V1PodSpec());
        var model = new PolicyModel(chart);

        var way = Assert.Single(model.Sides(solver, "Ingress"));
        Assert.Equal([8089], way.Ports);
        Assert.Equal("ingress-nginx", Assert.Single(way.Peers).Namespaces!.MatchLabels["kubernetes.io/metadata.name"]);
        Assert.False(model.Allows(solver, chart.Pod("database"), 3306));
        var without = await RenderedChart.RenderAsync("local");
        Assert.DoesNotContain(without.All<V1NetworkPolicy>(), policy => policy.Metadata.Name == "acme-solver");
    }

    private static bool Excludes(V1IPBlock block, params string[] addresses) => addresses.All(
        address => block.Except.Any(network => System.Net.IPNetwork.Parse(network).Contains(System.Net.IPAddress.Parse(address))));
}
