using Functions.IntegrationTests.Helm;
using Functions.Tests.Architecture;
using k8s;
using k8s.Models;

namespace Functions.IntegrationTests.Chart;

public sealed class OrchestratorChartTests
{
    private static readonly string s_chart = Path.Combine(Repository.Root, "charts", "orchestrator");

    [Fact]
    public async Task It_passes_helms_strict_lint()
    {
        var result = await HelmTool.RunAsync(null, "lint", "--strict", s_chart);
        Assert.True(result.ExitCode == 0, result.StandardOutput + result.StandardError);
    }

    [Fact]
    public async Task Across_the_cluster_it_has_namespaces_and_the_one_role_that_it_may_give_itself()
    {
        var rules = Rules(await RenderAsync(), "store-orchestrator");
        Assert.Equal(
            [
                ":namespaces::create,delete,get,list",
                "networking.k8s.io:ingressclasses::list",
                "rbac.authorization.k8s.io:clusterroles:store-operator:bind",
                "rbac.authorization.k8s.io:rolebindings::create",
            ],
            rules);
    }

    [Fact]
    public async Task Volumes_are_read_only_and_only_when_granted()
    {
        var rules = Rules(await RenderAsync("volumes.read=true"), "store-orchestrator");
        Assert.Contains(":persistentvolumes::get", rules);
        Assert.Equal(5, rules.Count);
    }

    [Theory]
    [InlineData("imagePullSecret.name=registry", "registry")]
    [InlineData("mailSecret.name=relay", "relay")]
    [InlineData("imagePullSecret.name=registry,mailSecret.name=relay", "registry", "relay")]
    public async Task What_is_copied_is_read_only_by_its_name_and_only_when_granted(string set, params string[] names)
    {
        var role = Assert.Single((await RenderAsync(set)).OfType<V1Role>());
        var rule = Assert.Single(role.Rules);
        Assert.Equal(("secrets", "get"), (Assert.Single(rule.Resources), Assert.Single(rule.Verbs)));
        Assert.Equal(names, rule.ResourceNames);
        Assert.Empty((await RenderAsync()).OfType<V1Role>());
    }

    [Fact]
    public async Task Inside_a_store_it_has_what_the_chart_is_made_of_and_may_not_give_rights_away()
    {
        var role = (await RenderAsync()).OfType<V1ClusterRole>().Single(role => role.Metadata.Name == "store-operator");
        var chart = await RenderedChart.RenderAsync("local", ChartVariants.Ingress);
        Assert.All(role.Rules, rule =>
        {
            Assert.DoesNotContain("*", rule.Verbs.Concat(rule.Resources).Concat(rule.ApiGroups));
            Assert.DoesNotContain("rbac.authorization.k8s.io", rule.ApiGroups);
            Assert.Empty(
                rule.Resources.Intersect(
                    ["serviceaccounts", "serviceaccounts/token", "pods/exec", "pods/attach", "nodes", "persistentvolumes"]));
        });

        var granted = role.Rules.Where(rule => rule.Verbs.Contains("create"))
            .SelectMany(rule => rule.Resources.Select(resource => $"{rule.ApiGroups.Single()}/{resource}")).ToHashSet();
        var made = chart.All<IKubernetesObject<V1ObjectMeta>>().Where(o => o is not V1Pod)
            .Select(o => $"{(o.ApiVersion.Contains('/', StringComparison.Ordinal) ? o.ApiVersion.Split('/')[0] : "")}/{Plural(o.Kind)}")
            .ToHashSet();
        Assert.Equal(made.Append("/secrets").Order(), granted.Order());
    }

    [Fact]
    public async Task The_cluster_wide_role_is_bound_to_the_account_alone_and_the_operators_to_none()
    {
        var objects = await RenderAsync("token.create=true");
        var binding = Assert.Single(objects.OfType<V1ClusterRoleBinding>());

        Assert.Equal("store-orchestrator", binding.RoleRef.Name);
        Assert.Equal(
            ("ServiceAccount", "serverless-stores", "apps"),
            (binding.Subjects.Single().Kind, binding.Subjects.Single().Name, binding.Subjects.Single().NamespaceProperty));
        Assert.Equal("serverless-stores", objects.OfType<V1Secret>().Single().Metadata.Annotations["kubernetes.io/service-account.name"]);
        Assert.Empty((await RenderAsync()).OfType<V1Secret>());
    }

    private static string Plural(string kind) => kind.ToLowerInvariant() switch
    {
        "networkpolicy" => "networkpolicies",
        "ingress" => "ingresses",
        var name => $"{name}s",
    };

    private static List<string> Rules(IEnumerable<object> objects, string role) =>
    [
        .. objects.OfType<V1ClusterRole>().Single(candidate => candidate.Metadata.Name == role).Rules
            .Select(rule => $"{string.Join(',', rule.ApiGroups)}:{string.Join(',', rule.Resources.Order())}:"
                + $"{string.Join(',', rule.ResourceNames ?? [])}:{string.Join(',', rule.Verbs.Order())}")
            .Order(StringComparer.Ordinal),
    ];

    private static async Task<List<object>> RenderAsync(string set = "")
    {
        string[] sets = set.Length > 0 ? ["--set", set] : [];
        var result = await HelmTool.RunAsync(null, ["template", "app", s_chart, "--namespace", "apps", .. sets]);
        Assert.True(result.ExitCode == 0, result.StandardError);
        return KubernetesYaml.LoadAllFromString(result.StandardOutput);
    }
}
