using Functions.IntegrationTests.SimulatedCluster;
using Functions.Kubernetes.Workloads;
using k8s;
using k8s.Models;
using Stores.Readiness;

namespace Functions.IntegrationTests.Kubernetes;

/// <summary>The URL of each way in, and what is said while an address is missing.</summary>
public sealed class ExposureObserverTests : SimulatedClusterTest
{
    private static readonly V1LoadBalancerIngress s_address = new() { Hostname = "", Ip = "2001:db8::9" };

    [Theory]
    [InlineData("localhost", "http://localhost:30123")]
    [InlineData("192.0.2.7", "http://192.0.2.7:30123")]
    [InlineData("2001:db8::7", "http://[2001:db8::7]:30123")]
    public async Task A_node_port_is_reached_by_the_nodes_host(string nodeHost, string url) =>
        Assert.Equal(url, (await ObserveAsync(Service("NodePort"), nodeHost: nodeHost)).Url);

    [Theory]
    [InlineData(80, "http://[2001:db8::9]")]
    [InlineData(8080, "http://[2001:db8::9]:8080")]
    public async Task A_load_balancer_is_reached_by_its_address_and_port(int port, string url)
    {
        var service = Service("LoadBalancer", port);
        service.Status = new V1ServiceStatus { LoadBalancer = new V1LoadBalancerStatus { Ingress = [s_address] } };

        var exposure = await ObserveAsync(service);

        Assert.Equal((url, null), (exposure.Url, exposure.Pending));
    }

    [Theory]
    [InlineData("NodePort")]
    [InlineData("LoadBalancer")]
    public async Task A_shop_with_a_name_of_its_own_is_reached_by_that(string type)
    {
        var service = Service(type);
        service.Metadata.Annotations = new Dictionary<string, string> { ["serverless-stores/host"] = "shop.example.com" };
        service.Status = new V1ServiceStatus { LoadBalancer = new V1LoadBalancerStatus { Ingress = [s_address] } };

        Assert.Equal("http://shop.example.com", (await ObserveAsync(service)).Url);
    }

    [Fact]
    public async Task A_load_balancer_without_an_address_tells_its_class_and_its_latest_event()
    {
        var service = Service("LoadBalancer");
        service.Spec.LoadBalancerClass = "example.com/internal";
        await Client.CoreV1.CreateNamespacedServiceAsync(service, Ns);
        await AtOnceAsync(async () => await ReasonsAsync("web") == "EnsuringLoadBalancer", "the cloud should have begun");

        var exposure = await ObserveAsync(service);

        Assert.Equal(
            new PendingAddress(
                "Service web of type LoadBalancer",
                "class example.com/internal",
                "EnsuringLoadBalancer: Ensuring load balancer",
                HasHost: false),
            exposure.Pending);
        Assert.Null(exposure.Url);
    }

    [Theory]
    [InlineData("nginx", "class nginx, controller example.com/nginx")]
    [InlineData(null, "class standard, controller example.com/standard")]
    [InlineData("traefik", "class traefik, which the cluster does not have")]
    public async Task An_ingress_without_an_address_tells_who_is_to_give_it(string? name, string controller)
    {
        await CreateClassAsync("nginx", isDefault: false);
        await CreateClassAsync("standard", isDefault: true);

        var exposure = await ObserveAsync(ingress: Ingress(name));

        Assert.Equal(new PendingAddress("Ingress web", controller, null, true), exposure.Pending);
        Assert.Null(exposure.Url);
    }

    [Fact]
    public async Task Without_a_class_anywhere_that_is_said() => Assert.Equal(
        "no class, and the cluster has no default one", (await ObserveAsync(ingress: Ingress(null))).Pending!.Controller);

    [Fact]
    public async Task An_ingress_whose_controller_writes_no_address_is_not_waited_for_where_that_is_said()
    {
        var ingress = Ingress("nginx");
        ingress.Metadata.Annotations = new Dictionary<string, string> { ["serverless-stores/await-address"] = "false" };
        ingress.Spec.Tls = [new V1IngressTLS { Hosts = ["shop.example.com"], SecretName = "web-tls" }];

        var exposure = await ObserveAsync(ingress: ingress);

        Assert.Equal(("https://shop.example.com", null, "web-tls"), (exposure.Url, exposure.Pending, exposure.MissingCertificate?.Secret));
    }

    [Fact]
    public async Task A_certificate_that_does_not_come_is_explained_by_what_is_said_of_its_challenge()
    {
        await Client.CoreV1.CreateNamespacedResourceQuotaAsync(
            new V1ResourceQuota
            {
                Metadata = new V1ObjectMeta { Name = "tight" },
                Spec = new V1ResourceQuotaSpec { Hard = new Dictionary<string, ResourceQuantity> { ["services.nodeports"] = new("0") } },
            },
            Ns);
        var ingress = Ingress("nginx");
        ingress.Metadata.Annotations = new Dictionary<string, string> { ["cert-manager.io/cluster-issuer"] = "letsencrypt" };
        ingress.Spec.Tls = [new V1IngressTLS { Hosts = ["shop.example.com"], SecretName = "web-tls" }];
        var served = new V1IngressServiceBackend { Name = "web", Port = new V1ServiceBackendPort { Number = 80 } };
        ingress.Spec.DefaultBackend = new V1IngressBackend { Service = served };
        ingress = await Client.NetworkingV1.CreateNamespacedIngressAsync(ingress, Ns);

        var said = "";
        await InTimeAsync(
            async () => (said = (await ObserveAsync(ingress: ingress)).MissingCertificate?.Said ?? "").Length > 0,
            "the challenge should be told");

        Assert.Matches("^Challenge/web-tls-[0-9a-f]+: PresentError: .*exceeded quota: tight, requested: services\\.nodeports=1", said);
    }

    private async Task<ExposureObservation> ObserveAsync(
        V1Service? service = null, V1Ingress? ingress = null, string nodeHost = "localhost") =>
        (await new ExposureObserver(Client, nodeHost).ObserveAsync(service, ingress, CancellationToken.None))!;

    private Task CreateClassAsync(string name, bool isDefault) => Client.NetworkingV1.CreateIngressClassAsync(new V1IngressClass
    {
        Metadata = new V1ObjectMeta
        {
            Name = name,
            Annotations = new Dictionary<string, string> { ["ingressclass.kubernetes.io/is-default-class"] = isDefault ? "true" : "false" },
        },
        Spec = new V1IngressClassSpec { Controller = $"example.com/{name}" },
    });

    private static V1Service Service(string type, int port = 80) => new()
    {
        Metadata = new V1ObjectMeta { Name = "web", NamespaceProperty = Ns },
        Spec = new V1ServiceSpec { Type = type, Ports = [new V1ServicePort { Name = "http", Port = port, NodePort = 30123 }] },
    };

    private static V1Ingress Ingress(string? name) => new()
    {
        Metadata = new V1ObjectMeta { Name = "web", NamespaceProperty = Ns },
        Spec = new V1IngressSpec { IngressClassName = name, Rules = [new V1IngressRule { Host = "shop.example.com" }] },
    };
}
