using System.Net;
using System.Text;
using Functions.IntegrationTests.Cluster;
using k8s;
using k8s.Models;

namespace Functions.IntegrationTests.EndToEnd;

/// <summary>Stores that use Secrets of the app's surroundings: a registry's credentials and a mail relay's.</summary>
[Collection(UpkeepCollection.Name)]
[Trait("Category", ClusterCollection.Category)]
[Trait("Node", "Simulated")]
public sealed class CopiedSecretEndToEndTests(TestCluster cluster) : IDisposable
{
    private const string DockerConfig = "kubernetes.io/dockerconfigjson";

    private readonly TempFolder _folder = new();
    private readonly string _namespace = TestCluster.UniqueName("registry");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_registrys_secret_is_copied_into_the_stores_namespace_and_follows_its_changes()
    {
        var name = TestCluster.UniqueName("pulled");
        await cluster.Admin.CoreV1.CreateNamespaceAsync(new V1Namespace { Metadata = new V1ObjectMeta { Name = _namespace } });
        await using var app = await StoreApp.StartAsync(_folder.Path, cluster, ("Kubernetes__ImagePullSecret", $"{_namespace}/registry"));

        await app.CreateAsync(name);
        if (cluster.OperatorServiceAccount is { } account)
        {
            Assert.Equal("PullSecretForbidden", await FailureAsync(app, name));
            await AllowAsync(account);
            await app.AskAsync(name, "retry", HttpStatusCode.Accepted);
        }

        Assert.Equal("PullSecretMissing", await FailureAsync(app, name));
        await WriteAsync("Opaque", "password", "first");
        await app.AskAsync(name, "retry", HttpStatusCode.Accepted);
        Assert.Equal("PullSecretUnusable", await FailureAsync(app, name));
        await cluster.Admin.CoreV1.DeleteNamespacedSecretAsync("registry", _namespace);

        await WriteAsync(DockerConfig, ".dockerconfigjson", Config("first"));
        await app.AskAsync(name, "retry", HttpStatusCode.Accepted);
        Assert.Equal("Ready", (await app.WaitForPhaseAsync(name, "Ready", "Failed")).GetProperty("phase").GetString());
        Assert.Equal((DockerConfig, Config("first")), await CopyAsync(name));
        var web = await cluster.Admin.AppsV1.ReadNamespacedDeploymentAsync("web", $"store-{name}");
        Assert.Equal("store-image-pull", Assert.Single(web.Spec.Template.Spec.ImagePullSecrets).Name);

        await cluster.Admin.CoreV1.DeleteNamespacedSecretAsync("registry", _namespace);
        await WriteAsync(DockerConfig, ".dockerconfigjson", Config("second"));
        await app.AskAsync(name, "upgrade", HttpStatusCode.Accepted);
        Assert.Equal("Ready", (await app.WaitForPhaseAsync(name, "Ready", "Failed")).GetProperty("phase").GetString());
        Assert.Equal((DockerConfig, Config("second")), await CopyAsync(name));

        // Of another type, which no Secret can take on.
        await cluster.Admin.CoreV1.DeleteNamespacedSecretAsync("registry", _namespace);
        await WriteAsync("kubernetes.io/dockercfg", ".dockercfg", Config("third"));
        await cluster.Admin.NetworkingV1.DeleteNamespacedNetworkPolicyAsync("deny-all", $"store-{name}");
        await app.AskAsync(name, "repair", HttpStatusCode.Accepted);
        Assert.Equal("Ready", (await app.WaitForPhaseAsync(name, "Ready", "Failed")).GetProperty("phase").GetString());
        Assert.Equal(("kubernetes.io/dockercfg", Config("third")), await CopyAsync(name));
        Assert.DoesNotContain(Convert.ToBase64String(Encoding.UTF8.GetBytes("second")), app.Output, StringComparison.Ordinal);

        await app.DeleteAsync(name);
        await app.WaitForAbsenceAsync(name);
        Assert.NotNull(await cluster.Admin.CoreV1.ReadNamespacedSecretAsync("registry", _namespace));
    }

    [Fact]
    public async Task The_relays_credentials_are_copied_without_what_else_the_secret_has_and_the_shop_logs_in_by_them()
    {
        var name = TestCluster.UniqueName("mailing");
        await cluster.Admin.CoreV1.CreateNamespaceAsync(new V1Namespace { Metadata = new V1ObjectMeta { Name = _namespace } });
        if (cluster.OperatorServiceAccount is { } account)
        {
            await AllowAsync(account);
        }

        var values = Path.Combine(_folder.Path, "mail.yaml");
        await File.WriteAllTextAsync(values, "mail: {host: smtp.example.com, from: shop@example.com, cidrs: [192.0.2.25/32]}");
        await using var app = await StoreApp.StartAsync(
            _folder.Path, cluster, ("Kubernetes__MailSecret", $"{_namespace}/registry"), ("Helm__ValuesFiles__0", values));
        await WriteAsync("Opaque", "smtp-user", "shop");
        await app.CreateAsync(name);
        Assert.Equal("MailSecretUnusable", await FailureAsync(app, name));

        var whole = new Dictionary<string, string>
        {
            ["smtp-user"] = "shop",
            ["smtp-password"] = "relay-secret",
            ["other"] = "not for stores",
        };
        await cluster.Admin.CoreV1.DeleteNamespacedSecretAsync("registry", _namespace);
        await cluster.Admin.CoreV1.CreateNamespacedSecretAsync(
            new V1Secret { Metadata = new V1ObjectMeta { Name = "registry" }, StringData = whole }, _namespace);
        await app.AskAsync(name, "retry", HttpStatusCode.Accepted);
        Assert.Equal("Ready", (await app.WaitForPhaseAsync(name, "Ready", "Failed")).GetProperty("phase").GetString());

        var copy = await cluster.Admin.CoreV1.ReadNamespacedSecretAsync("store-mail", $"store-{name}");
        Assert.Equal(
            ["smtp-password relay-secret", "smtp-user shop"],
            copy.Data.Select(entry => $"{entry.Key} {Encoding.UTF8.GetString(entry.Value)}").Order(StringComparer.Ordinal));
        var web = await cluster.Admin.AppsV1.ReadNamespacedDeploymentAsync("web", $"store-{name}");
        var variables = web.Spec.Template.Spec.Containers.Single().Env;
        Assert.Equal(2, variables.Count(variable => variable.ValueFrom?.SecretKeyRef?.Name == "store-mail"));
        Assert.DoesNotContain("relay-secret", app.Output, StringComparison.Ordinal);
        await app.DeleteAsync(name);
        await app.WaitForAbsenceAsync(name);
    }

    private static string Config(string password) =>
        $$$$"""{"auths":{"registry.example.com":{"auth":"{{{{Convert.ToBase64String(Encoding.UTF8.GetBytes(password))}}}}"}}}""";

    private static async Task<string?> FailureAsync(StoreApp app, string name) =>
        (await app.WaitForPhaseAsync(name, "Failed", "Ready")).GetProperty("failure").GetProperty("reason").GetString();

    private Task WriteAsync(string type, string key, string value)
    {
        var data = new Dictionary<string, string> { [key] = value };
        return cluster.Admin.CoreV1.CreateNamespacedSecretAsync(
            new V1Secret { Metadata = new V1ObjectMeta { Name = "registry" }, Type = type, StringData = data }, _namespace);
    }

    private async Task<(string Type, string Config)> CopyAsync(string store)
    {
        var copy = await cluster.Admin.CoreV1.ReadNamespacedSecretAsync("store-image-pull", $"store-{store}");
        return (copy.Type, Encoding.UTF8.GetString(Assert.Single(copy.Data).Value));
    }

    /// <summary>What charts/orchestrator grants by imagePullSecret.name and mailSecret.name.</summary>
    private async Task AllowAsync(string account)
    {
        await cluster.Admin.RbacAuthorizationV1.CreateNamespacedRoleAsync(
            new V1Role
            {
                Metadata = new V1ObjectMeta { Name = "copied-secrets" },
                Rules = [new V1PolicyRule { ApiGroups = [""], Resources = ["secrets"], ResourceNames = ["registry"], Verbs = ["get"] }],
            },
            _namespace);
        await cluster.Admin.RbacAuthorizationV1.CreateNamespacedRoleBindingAsync(
            new V1RoleBinding
            {
                Metadata = new V1ObjectMeta { Name = "copied-secrets" },
                RoleRef = new V1RoleRef { ApiGroup = "rbac.authorization.k8s.io", Kind = "Role", Name = "copied-secrets" },
                Subjects =
                [
                    new Rbacv1Subject { Kind = "ServiceAccount", Name = account.Split('/')[1], NamespaceProperty = account.Split('/')[0] },
                ],
            },
            _namespace);
    }
}
