using System.Net;
using System.Text;
using Functions.IntegrationTests.Cluster;
using Functions.Kubernetes.Namespaces;
using k8s;
using k8s.Models;

namespace Functions.IntegrationTests.Rights;

/// <summary>What the app's account is refused where rights are enforced, and that it gets what it needs.</summary>
public sealed class AccountRightsTests(TestCluster cluster) : ClusterContractTest(cluster, "rights")
{
    private const string Rbac = "/apis/rbac.authorization.k8s.io/v1";
    private const string MergePatch = "application/merge-patch+json";
    private const string AnyPod = """{"metadata":{"name":"any"},"spec":{"containers":[{"name":"any","image":"busybox:1"}]}}""";
    private const string AnyRole =
        """{"metadata":{"name":"any-role"},"rules":[{"apiGroups":[""],"resources":["nodes"],"verbs":["get"]}]}""";
    private const string MoreRights = """{"rules":[{"apiGroups":["*"],"resources":["*"],"verbs":["*"]}]}""";

    [RbacTheory]
    [InlineData("GET", "/api/v1/nodes")]
    [InlineData("GET", "/api/v1/nodes/any")]
    [InlineData("PATCH", "/api/v1/nodes/any", "{}")]
    [InlineData("GET", "/api/v1/persistentvolumes")]
    [InlineData("PATCH", "/api/v1/persistentvolumes/any", "{}")]
    [InlineData("DELETE", "/api/v1/persistentvolumes/any")]
    [InlineData("GET", "/api/v1/secrets")]
    [InlineData("GET", "/api/v1/namespaces/kube-system/secrets")]
    [InlineData("GET", "/api/v1/namespaces/kube-system/secrets/any")]
    [InlineData("GET", "/api/v1/namespaces/serverless-stores/secrets/serverless-stores-token")]
    [InlineData("GET", "/api/v1/pods")]
    [InlineData("GET", "/api/v1/namespaces/kube-system/pods")]
    [InlineData("POST", "/api/v1/namespaces/kube-system/pods", AnyPod)]
    [InlineData("POST", "/api/v1/namespaces/{ns}/pods", AnyPod)]
    [InlineData("POST", "/api/v1/namespaces/{ns}/pods/any/exec?command=id")]
    [InlineData("POST", "/api/v1/namespaces/{ns}/serviceaccounts", """{"metadata":{"name":"any"}}""")]
    [InlineData("DELETE", "/api/v1/namespaces")]
    public Task It_is_refused_what_is_not_the_apps(string method, string path, string? body = null) =>
        RefusedToItAloneAsync(method, path, body);

    [RbacTheory]
    [InlineData("POST", $"{Rbac}/clusterroles", AnyRole)]
    [InlineData("POST", $"{Rbac}/namespaces/{{ns}}/roles", AnyRole)]
    [InlineData("PATCH", $"{Rbac}/clusterroles/store-operator", MoreRights)]
    [InlineData("PATCH", $"{Rbac}/clusterroles/store-orchestrator", MoreRights)]
    [InlineData("PATCH", $"{Rbac}/clusterrolebindings/store-orchestrator", "{}")]
    [InlineData("DELETE", $"{Rbac}/namespaces/{{ns}}/rolebindings/store-operator")]
    public Task It_cannot_make_or_change_roles(string method, string path, string? body = null) =>
        RefusedToItAloneAsync(method, path, body);

    [RbacTheory]
    [InlineData("namespaces/{ns}/rolebindings", "cluster-admin")]
    [InlineData("namespaces/{ns}/rolebindings", "admin")]
    [InlineData("namespaces/{ns}/rolebindings", "view")]
    [InlineData("clusterrolebindings", "cluster-admin")]
    [InlineData("clusterrolebindings", "store-operator")]
    public Task It_can_give_itself_no_role_but_the_operators_and_that_in_a_namespace_alone(string bindings, string role) =>
        RefusedToItAloneAsync("POST", $"{Rbac}/{bindings}", $$$"""
            {
              "metadata": {"name": "any-binding"},
              "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "{{{role}}}"},
              "subjects": [{"kind": "ServiceAccount", "name": "serverless-stores", "namespace": "serverless-stores"}]
            }
            """);

    [RbacFact]
    public async Task In_a_namespace_of_its_own_it_has_its_rights_from_when_it_bound_itself()
    {
        var ns = TestCluster.UniqueName("rights");
        await Client.CoreV1.CreateNamespaceAsync(new V1Namespace { Metadata = new V1ObjectMeta { Name = ns } });
        try
        {
            var secret = new V1Secret
            {
                Metadata = new V1ObjectMeta { Name = "credentials" },
                StringData = new Dictionary<string, string> { ["key"] = "value" },
            };
            await RefusedAsync(HttpStatusCode.Forbidden, "Forbidden", () => Client.CoreV1.CreateNamespacedSecretAsync(secret, ns));

            await Client.RbacAuthorizationV1.CreateNamespacedRoleBindingAsync(
                StoreNamespace.AccountBinding(Cluster.OperatorServiceAccount!), ns);

            await Eventually.TrueAsync(
                async () => !await IsRefusedAsync(() => Client.CoreV1.CreateNamespacedSecretAsync(secret, ns)),
                () => "the binding should come into force");
            Assert.Equal("value", Encoding.UTF8.GetString((await Client.CoreV1.ReadNamespacedSecretAsync("credentials", ns)).Data["key"]));
        }
        finally
        {
            await Client.CoreV1.DeleteNamespaceAsync(ns);
        }
    }

    // The same request tried by the administrator shows that it is refused for want of rights.
    private async Task RefusedToItAloneAsync(string method, string path, string? body)
    {
        var contentType = method == "PATCH" ? MergePatch : "application/json";
        using var refused = await SendAsync(Client, new HttpMethod(method), path, body, contentType);
        var said = await refused.Content.ReadAsStringAsync();
        Assert.True(refused.StatusCode == HttpStatusCode.Forbidden, $"{method} {path}: {(int)refused.StatusCode} {said}");
        Assert.Contains(
            $"system:serviceaccount:{Cluster.OperatorServiceAccount!.Replace('/', ':')}",
            KubernetesJson.Deserialize<V1Status>(said).Message,
            StringComparison.Ordinal);

        using var tried = await SendAsync(
            Admin, new HttpMethod(method), $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}dryRun=All",
            body, contentType);
        Assert.NotEqual(HttpStatusCode.Forbidden, tried.StatusCode);
    }

    private static async Task<bool> IsRefusedAsync(Func<Task> call)
    {
        try
        {
            await call();
            return false;
        }
        catch (k8s.Autorest.HttpOperationException exception) when (exception.Response.StatusCode == HttpStatusCode.Forbidden)
        {
            return true;
        }
    }
}
