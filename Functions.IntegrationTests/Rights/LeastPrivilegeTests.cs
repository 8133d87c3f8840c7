namespace Functions.IntegrationTests.Rights;

/// <summary>How requests are read, and held against what is granted.</summary>
public sealed class LeastPrivilegeTests
{
    private static readonly Grant s_readSecrets = new("operator", false, "get", "", "secrets");
    private static readonly Grant s_bindOperator = new(
        "orchestrator", true, "bind", "rbac.authorization.k8s.io", "clusterroles", "operator");

    [Theory]
    [InlineData("GET", "/api/v1/namespaces", false, "list namespaces cluster-wide")]
    [InlineData("GET", "/api/v1/namespaces", true, "watch namespaces cluster-wide")]
    [InlineData("GET", "/api/v1/namespaces/store-a", false, "get namespaces store-a cluster-wide")]
    [InlineData("PUT", "/api/v1/namespaces/store-a/finalize", false, "update namespaces/finalize store-a cluster-wide")]
    [InlineData("PATCH", "/api/v1/namespaces/store-a/status", false, "patch namespaces/status store-a cluster-wide")]
    [InlineData("POST", "/api/v1/namespaces/store-a/secrets", false, "create secrets in namespace store-a")]
    [InlineData("DELETE", "/api/v1/namespaces/store-a/secrets", false, "deletecollection secrets in namespace store-a")]
    [InlineData("DELETE", "/api/v1/namespaces/store-a/secrets/b", false, "delete secrets b in namespace store-a")]
    [InlineData("GET", "/api/v1/namespaces/store-a/pods/web/log", false, "get pods/log web in namespace store-a")]
    [InlineData("GET", "/apis/apps/v1/namespaces/store-a/deployments", false, "list deployments.apps in namespace store-a")]
    [InlineData("PATCH", "/apis/apps/v1/namespaces/store-a/deployments/web", false, "patch deployments.apps web in namespace store-a")]
    [InlineData("GET", "/apis/apps/v1/deployments", true, "watch deployments.apps cluster-wide")]
    [InlineData("GET", "/api/v1", false, null)]
    [InlineData("GET", "/apis", false, null)]
    [InlineData("GET", "/apis/apps/v1", false, null)]
    [InlineData("GET", "/version", false, null)]
    [InlineData("GET", "/openapi/v3/apis/apps/v1", false, null)]
    public void A_request_is_read_as_RBAC_does(string method, string path, bool watch, string? expected) =>
        Assert.Equal(expected, ApiCall.Read(method, path, watch)?.ToString());

    [Fact]
    public void What_is_used_as_granted_leaves_nothing_to_say() =>
        Assert.Empty(Explain([s_readSecrets, s_bindOperator], Secrets("get", "store-a"), Bind("operator")));

    [Fact]
    public void What_nothing_used_is_named_with_its_role() =>
        Assert.EndsWith("\nClusterRole operator: get secrets\n", Explain([s_readSecrets]), StringComparison.Ordinal);

    [Theory]
    [InlineData("list", "store-a")]
    [InlineData("get", "kube-system")]
    [InlineData("get", null)]
    public void What_is_not_granted_there_is_named(string verb, string? ns)
    {
        var comparison = LeastPrivilege.Compare([s_readSecrets], [Secrets("get", "store-b"), Secrets(verb, ns)]);

        Assert.Empty(comparison.Excess);
        Assert.Equal(Secrets(verb, ns), Assert.Single(comparison.Missing));
    }

    [Fact]
    public void What_is_not_granted_is_named_once_for_all_stores() => Assert.EndsWith(
        "\nbind clusterroles.rbac.authorization.k8s.io operator in namespace store-*\nget secrets in namespace kube-system\nget "
        + "secrets in namespace store-*\n",
        Explain(
            [], Secrets("get", "store-a") with { Name = "one" }, Secrets("get", "store-b") with { Name = "two" },
            Secrets("get", "kube-system"), Bind("operator")),
        StringComparison.Ordinal);

    [Fact]
    public void A_grant_on_one_object_is_none_on_others()
    {
        var comparison = LeastPrivilege.Compare([s_bindOperator], [Bind("cluster-admin")]);

        Assert.Equal(s_bindOperator, Assert.Single(comparison.Excess));
        Assert.Equal(Bind("cluster-admin"), Assert.Single(comparison.Missing));
    }

    [Fact]
    public void What_a_narrower_grant_lets_pass_needs_no_wider_one()
    {
        var everywhere = s_readSecrets with { Role = "orchestrator", Everywhere = true };

        Assert.Equal(everywhere, Assert.Single(LeastPrivilege.Compare([everywhere, s_readSecrets], [Secrets("get", "store-a")]).Excess));
        Assert.Equal(
            s_readSecrets, Assert.Single(LeastPrivilege.Compare([everywhere, s_readSecrets], [Secrets("get", "kube-system")]).Excess));
    }

    [Fact]
    public void A_wildcard_is_excess_whatever_is_used()
    {
        var all = s_readSecrets with { Verb = "*" };

        Assert.Equal(all, Assert.Single(LeastPrivilege.Compare([all], [Secrets("get", "store-a")]).Excess));
    }

    private static string Explain(IReadOnlyCollection<Grant> grants, params ApiCall[] calls) =>
        LeastPrivilege.Compare(grants, calls).Explain();

    private static ApiCall Secrets(string verb, string? ns) => new(verb, "", "secrets", ns);

    private static ApiCall Bind(string role) => new("bind", "rbac.authorization.k8s.io", "clusterroles", "store-a", role);
}
