using System.Text.Json.Nodes;
using Functions.IntegrationTests.Helm;

namespace Functions.IntegrationTests.Cluster;

/// <summary>kubectl creates what it knows of itself in protobuf: what it sends is what is kept.</summary>
public sealed class KubectlCreateTests(TestCluster cluster) : ClusterContractTest(cluster, "create")
{
    [Theory]
    [InlineData("namespace {ns}-other")]
    [InlineData("configmap settings --from-literal=a=1 --from-literal=b=")]
    [InlineData("secret generic keys --from-literal=key=value --type=example.com/keys")]
    [InlineData("secret docker-registry pull --docker-username=u --docker-password=p")]
    [InlineData("serviceaccount robot")]
    [InlineData("deployment web --image=busybox:1 --replicas=0 --port=80 -- sh -c true")]
    [InlineData("deployment pair --image=busybox:1 --image=nginx:1 --replicas=2")]
    [InlineData("job once --image=busybox:1 -- sh -c true")]
    [InlineData("role reader --verb=get,list --resource=pods,deployments.apps --resource-name=web")]
    [InlineData("rolebinding readers --role=reader --serviceaccount={ns}:robot --user=jane --group=staff")]
    [InlineData("clusterrole {ns}-reader --verb=get --non-resource-url=/logs/*")]
    [InlineData("clusterrole {ns}-sum --aggregation-rule=example.com/sum=true")]
    [InlineData("clusterrolebinding {ns}-readers --clusterrole={ns}-reader --user=jane")]
    [InlineData("service clusterip inner --tcp=80:8080 --tcp=443:https")]
    [InlineData("service loadbalancer outer --tcp=80")]
    [InlineData("service externalname elsewhere --external-name=example.com")]
    [InlineData("quota small --hard=pods=2,requests.memory=1Gi --scopes=NotTerminating")]
    [InlineData("ingress shop --class=nginx --rule=shop.example.com/*=web:http,tls=cert --default-backend=web:80 --annotation=a.b/c=d")]
    [InlineData("priorityclass {ns}-low --value=-7 --description=low --preemption-policy=Never")]
    public Task What_kubectl_creates_is_what_it_says_it_would(string command) => CreateAsync(command);

    [SinceTheory(1, 21)]
    [InlineData("cronjob nightly --image=busybox:1 --schedule=@daily --restart=OnFailure -- true")]
    [InlineData("poddisruptionbudget half --selector=app=web --min-available=50%")]
    [InlineData("poddisruptionbudget one --selector=app=web --max-unavailable=1")]
    public Task What_kubectl_creates_of_newer_kinds_is_what_it_says_it_would(string command) => CreateAsync(command);

    [Fact]
    public async Task Kubectl_runs_a_pod()
    {
        await KubectlAsync("run", "task", "--image=busybox:1", "--restart=Never", "--env=A=1", "--labels=app=task");

        var pod = JsonNode.Parse(await KubectlAsync("get", "pod/task", "-o=json"))!;

        Assert.Equal(("Never", "task"), ((string?)pod["spec"]!["restartPolicy"], (string?)pod["metadata"]!["labels"]!["app"]));
        Assert.Equal("1", (string?)pod["spec"]!["containers"]![0]!["env"]![0]!["value"]);
    }

    private async Task CreateAsync(string command)
    {
        string[] create = ["create", .. command.Replace("{ns}", Namespace, StringComparison.Ordinal).Split(' ')];
        var said = JsonNode.Parse(await KubectlAsync([create[0], "--dry-run=client", "-o=json", .. create[1..]]))!;
        var resource = $"{said["kind"]}/{said["metadata"]!["name"]}";

        await KubectlAsync(create);

        try
        {
            var kept = JsonNode.Parse(await KubectlAsync("get", resource, "-o=json"))!;
            Assert.Empty(Missing(said, kept, ""));
        }
        finally
        {
            await KubectlAsync("delete", resource, "--wait=false");
        }
    }

    // What is empty, and what the server alone says, need not be kept.
    private static IEnumerable<string> Missing(JsonNode? said, JsonNode? kept, string path) => (said, kept) switch
    {
        (null or JsonObject { Count: 0 }, _) => [],
        (JsonObject all, JsonObject there) => all.Where(field => path.Length > 0 || field.Key != "status")
            .SelectMany(field => Missing(field.Value, there[field.Key], $"{path}.{field.Key}")),
        (JsonArray all, JsonArray there) when all.Count == there.Count =>
            all.SelectMany((item, index) => Missing(item, there[index], $"{path}[{index}]")),
        _ => JsonNode.DeepEquals(said, kept) ? [] : [$"{path}: {said.ToJsonString()} became {kept?.ToJsonString() ?? "nothing"}"],
    };

    private async Task<string> KubectlAsync(params string[] arguments)
    {
        // What follows a double dash is the container's.
        var result = await HelmTool.KubectlAsync(Cluster.AdminKubeconfigPath, [arguments[0], "--namespace", Namespace, .. arguments[1..]]);
        Assert.True(result.ExitCode == 0, $"kubectl {string.Join(' ', arguments)}: {result.StandardError}");
        return result.StandardOutput;
    }
}
