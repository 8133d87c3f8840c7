using Functions.SimulatedCluster.Faults;
using k8s;
using k8s.Models;

namespace Functions.IntegrationTests.SimulatedCluster;

/// <summary>Volumes, addresses and namespaces over time.</summary>
public sealed class SurroundingsLifecycleTests : SimulatedClusterTest
{
    [Fact]
    public async Task A_claim_that_waits_for_its_first_consumer_is_bound_when_a_pod_needs_it()
    {
        await CreateClassAsync("late", "WaitForFirstConsumer", "Delete");
        await CreateClaimAsync("data", "late");
        await AtOnceAsync(async () => await ReasonsAsync("data") == "WaitForFirstConsumer", "it should wait");
        Assert.Equal("Pending", await PhaseAsync("data"));

        var spec = PodSpec();
        spec.Volumes =
        [
            new V1Volume { Name = "data", PersistentVolumeClaim = new V1PersistentVolumeClaimVolumeSource { ClaimName = "data" } },
        ];
        await CreatePodAsync("db", spec: spec);

        await InTimeAsync(() => IsReadyAsync("db"), "the pod should be ready");
        Assert.Equal("Bound", await PhaseAsync("data"));
        Assert.Equal(
            "simulated-node",
            (await Client.CoreV1.ReadNamespacedPersistentVolumeClaimAsync("data", Ns)).GetAnnotation("volume.kubernetes.io/selected-node"));
    }

    [Fact]
    public async Task A_claim_whose_volume_cannot_be_made_stays_pending_and_keeps_its_pod_waiting()
    {
        Faults.Add(new FaultRule(Fault.ProvisioningFailed)
        {
            Kind = "PersistentVolumeClaim",
            NamePrefix = "data",
            For = TimeSpan.FromSeconds(30),
        });
        await CreateClaimAsync("data", null);
        var spec = PodSpec();
        spec.Volumes =
        [
            new V1Volume { Name = "data", PersistentVolumeClaim = new V1PersistentVolumeClaimVolumeSource { ClaimName = "data" } },
        ];
        await CreatePodAsync("db", spec: spec);
        await AtOnceAsync(async () => await ReasonsAsync("data") == "ProvisioningFailed", "it should fail");
        await AtOnceAsync(
            async () => (await Client.CoreV1.ReadNamespacedPodAsync("db", Ns)).Status.Conditions?.Any(
                condition => condition.Message?.Contains(
                    "unbound immediate PersistentVolumeClaims", StringComparison.Ordinal) == true) == true,
            "the pod should wait");

        await InTimeAsync(() => IsReadyAsync("db"), "the volume should be made in the end", TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task A_claim_of_an_unknown_class_stays_pending()
    {
        await CreateClaimAsync("data", "none");
        await AtOnceAsync(async () => await ReasonsAsync("data") == "ProvisioningFailed", "it should fail");
        Assert.Equal("Pending", await PhaseAsync("data"));
    }

    [Fact]
    public async Task A_retained_volume_is_released_when_its_claim_goes()
    {
        await CreateClassAsync("kept", "Immediate", "Retain");
        await CreateClaimAsync("data", "kept");
        await AtOnceAsync(async () => await PhaseAsync("data") == "Bound", "it should be bound");

        await Client.CoreV1.DeleteNamespacedPersistentVolumeClaimAsync("data", Ns);

        await AtOnceAsync(
            async () => (await Client.CoreV1.ListPersistentVolumeAsync()).Items.Single().Status.Phase == "Released",
            "its volume should be released");
    }

    [Fact]
    public async Task A_released_volume_that_is_handed_on_may_be_claimed()
    {
        await CreateClassAsync("kept", "Immediate", "Retain");
        await CreateClaimAsync("data", "kept");
        await AtOnceAsync(async () => await PhaseAsync("data") == "Bound", "it should be bound");
        await Client.CoreV1.DeleteNamespacedPersistentVolumeClaimAsync("data", Ns);
        await AtOnceAsync(async () => (await VolumeAsync()).Status.Phase == "Released", "its volume should be released");

        var handedOn = new V1Patch("""{"spec":{"claimRef":{"namespace":"other","uid":null}}}""", V1Patch.PatchType.MergePatch);
        await Client.CoreV1.PatchPersistentVolumeAsync(handedOn, (await VolumeAsync()).Name());

        await AtOnceAsync(async () => (await VolumeAsync()).Status.Phase == "Available", "another claim may have it");

        async Task<V1PersistentVolume> VolumeAsync() => (await Client.CoreV1.ListPersistentVolumeAsync()).Items.Single();
    }

    [Fact]
    public async Task A_load_balancer_and_an_ingress_get_addresses_when_no_fault_is_in_the_way()
    {
        var rule = new FaultRule(Fault.LoadBalancerPending) { Kind = "Service" };
        Faults.Add(rule);
        await Client.CoreV1.CreateNamespacedServiceAsync(
            new V1Service
            {
                Metadata = Named("web"),
                Spec = new V1ServiceSpec { Type = "LoadBalancer", Ports = [new V1ServicePort { Port = 80 }] },
            },
            Ns);
        var backend = new V1IngressBackend
        {
            Service = new V1IngressServiceBackend { Name = "web", Port = new V1ServiceBackendPort { Number = 80 } },
        };
        await Client.NetworkingV1.CreateNamespacedIngressAsync(
            new V1Ingress { Metadata = Named("web"), Spec = new V1IngressSpec { DefaultBackend = backend } }, Ns);

        await InTimeAsync(
            async () => (await Client.NetworkingV1.ReadNamespacedIngressAsync("web", Ns)).Status?.LoadBalancer?.Ingress?.Count == 1,
            "the ingress should have an address");
        await InTimeAsync(
            async () => (await ReasonsAsync("web")).Contains("SyncLoadBalancerFailed", StringComparison.Ordinal),
            "the load balancer should fail");
        Assert.False((await Client.CoreV1.ReadNamespacedServiceAsync("web", Ns)).Status.LoadBalancer?.Ingress?.Count > 0);

        Faults.Remove(rule);
        await InTimeAsync(
            async () => (await Client.CoreV1.ReadNamespacedServiceAsync("web", Ns)).Status.LoadBalancer?.Ingress?.Count > 0,
            "the service should have an address");
        await AtOnceAsync(
            async () => (await ReasonsAsync("web")).EndsWith("EnsuredLoadBalancer", StringComparison.Ordinal), "an event should say so");
    }

    [Fact]
    public async Task A_stuck_namespace_blames_an_unavailable_api_and_goes_when_that_is_over()
    {
        Faults.Add(new FaultRule(Fault.NamespaceStuck) { NamePrefix = "going", For = TimeSpan.FromMinutes(2) });
        await Client.CoreV1.CreateNamespaceAsync(new V1Namespace { Metadata = Named("going") });
        await Client.CoreV1.DeleteNamespaceAsync("going");
        await AtOnceAsync(
            async () => (await Client.CoreV1.ReadNamespaceAsync("going")).Status.Conditions?.Any(
                condition => condition is { Type: "NamespaceDeletionDiscoveryFailure", Status: "True" }) == true,
            "it should say what keeps it");

        await InTimeAsync(
            async () => (await Client.CoreV1.ListNamespaceAsync()).Items.All(ns => ns.Name() != "going"),
            "it should go",
            TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task A_namespace_waits_for_finalizers_of_its_own()
    {
        var made = new V1Namespace { Metadata = Named("kept") };
        made.Metadata.Finalizers = ["example.com/keep"];
        await Client.CoreV1.CreateNamespaceAsync(made);
        await Client.CoreV1.DeleteNamespaceAsync("kept");
        await AtOnceAsync(
            async () => (await Client.CoreV1.ReadNamespaceAsync("kept")).Status.Conditions?.Any(
                condition => condition.Reason == "ContentRemoved") == true,
            "its contents should go");

        await Client.CoreV1.PatchNamespaceAsync(new V1Patch("""{"metadata":{"finalizers":null}}""", V1Patch.PatchType.MergePatch), "kept");
        await AtOnceAsync(async () => (await Client.CoreV1.ListNamespaceAsync()).Items.All(ns => ns.Name() != "kept"), "it should go");
    }

    [Fact]
    public async Task A_certificate_comes_when_its_challenge_is_answered_and_nothing_of_that_stays()
    {
        await AskForCertificateAsync();

        await InTimeAsync(async () => (await Client.CoreV1.ListNamespacedPodAsync(Ns)).Items.Any(), "there should be a pod that answers");
        var solver = (await Client.CoreV1.ListNamespacedPodAsync(Ns)).Items.Single();
        Assert.StartsWith("cm-acme-http-solver-", solver.Name(), StringComparison.Ordinal);
        Assert.Equal("true", solver.GetLabel("acme.cert-manager.io/http01-solver"));
        await AtOnceAsync(
            async () => (await Client.NetworkingV1.ListNamespacedIngressAsync(Ns)).Items.Count == 2, "its Ingress should lead there");
        var service = (await Client.CoreV1.ListNamespacedServiceAsync(Ns)).Items.Single(made => made.Metadata.Name != "kubernetes");
        Assert.Equal("NodePort", service.Spec.Type);
        Assert.False(await IsIssuedAsync());

        await InTimeAsync(IsIssuedAsync, "the certificate should come");
        Assert.DoesNotContain((await Client.CoreV1.ListNamespacedServiceAsync(Ns)).Items, made => made.Metadata.Name != "kubernetes");
        Assert.Equal("web", Assert.Single((await Client.NetworkingV1.ListNamespacedIngressAsync(Ns)).Items).Name());
        await InTimeAsync(async () => (await Client.CoreV1.ListNamespacedPodAsync(Ns)).Items.Count == 0, "the pod should go");
    }

    [Fact]
    public async Task A_challenge_that_no_policy_lets_through_waits_until_one_does()
    {
        var deny = new V1NetworkPolicySpec { PodSelector = new V1LabelSelector(), PolicyTypes = ["Ingress", "Egress"] };
        await Client.NetworkingV1.CreateNamespacedNetworkPolicyAsync(new V1NetworkPolicy { Metadata = Named("deny-all"), Spec = deny }, Ns);
        await AskForCertificateAsync();

        await InTimeAsync(
            async () => (await Client.CoreV1.ListNamespacedPodAsync(Ns)).Items is [var pod, ..] && await IsReadyAsync(pod.Name()),
            "the solver should be ready");
        Clock.Advance(TimeSpan.FromMinutes(1));
        await CreateAdmittanceAsync("elsewhere", "elsewhere", 8089);
        await CreateAdmittanceAsync("other-port", "ingress-nginx", 8080);
        Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.False(await IsIssuedAsync());

        await CreateAdmittanceAsync("solver", "ingress-nginx", 8089);
        await InTimeAsync(IsIssuedAsync, "the certificate should come");
    }

    [Fact]
    public async Task What_a_quota_refuses_of_a_challenge_is_said_and_goes_when_nobody_asks_any_more()
    {
        await Client.CoreV1.CreateNamespacedResourceQuotaAsync(
            new V1ResourceQuota
            {
                Metadata = Named("tight"),
                Spec = new V1ResourceQuotaSpec { Hard = new Dictionary<string, ResourceQuantity> { ["services.nodeports"] = new("0") } },
            },
            Ns);
        await AskForCertificateAsync();

        await InTimeAsync(
            async () => (await Client.CoreV1.ListNamespacedEventAsync(Ns)).Items.Any(
                said => said.Reason == "PresentError" && said.Message.Contains("exceeded quota: tight", StringComparison.Ordinal)),
            "the refusal should be said");
        Assert.NotEmpty((await Client.CoreV1.ListNamespacedPodAsync(Ns)).Items);
        Assert.False(await IsIssuedAsync());

        await Client.NetworkingV1.DeleteNamespacedIngressAsync("web", Ns);
        await InTimeAsync(
            async () => (await Client.CoreV1.ListNamespacedPodAsync(Ns)).Items.Count == 0, "the solver should go with the Ingress");
    }

    private Task AskForCertificateAsync()
    {
        var served = new V1IngressServiceBackend { Name = "web", Port = new V1ServiceBackendPort { Number = 80 } };
        var spec = new V1IngressSpec
        {
            DefaultBackend = new V1IngressBackend { Service = served },
            Tls = [new V1IngressTLS { Hosts = ["shop.example.com"], SecretName = "web-tls" }],
        };
        var meta = Named("web");
        meta.Annotations = new Dictionary<string, string> { ["cert-manager.io/cluster-issuer"] = "letsencrypt" };
        return Client.NetworkingV1.CreateNamespacedIngressAsync(new V1Ingress { Metadata = meta, Spec = spec }, Ns);
    }

    private async Task<bool> IsIssuedAsync() =>
        (await Client.CoreV1.ListNamespacedSecretAsync(Ns)).Items.Any(secret => secret.Name() == "web-tls");

    private Task CreateAdmittanceAsync(string name, string from, int port)
    {
        var labels = new Dictionary<string, string> { ["kubernetes.io/metadata.name"] = from };
        var rule = new V1NetworkPolicyIngressRule
        {
            FromProperty = [new V1NetworkPolicyPeer { NamespaceSelector = new V1LabelSelector { MatchLabels = labels } }],
            Ports = [new V1NetworkPolicyPort { Port = port, Protocol = "TCP" }],
        };
        var spec = new V1NetworkPolicySpec { PodSelector = new V1LabelSelector(), PolicyTypes = ["Ingress"], Ingress = [rule] };
        return Client.NetworkingV1.CreateNamespacedNetworkPolicyAsync(new V1NetworkPolicy { Metadata = Named(name), Spec = spec }, Ns);
    }

    private Task CreateClassAsync(string name, string binding, string reclaim) => Client.StorageV1.CreateStorageClassAsync(
        new V1StorageClass
        {
            Metadata = Named(name),
            Provisioner = "example.com/disk",
            VolumeBindingMode = binding,
            ReclaimPolicy = reclaim,
        });

    private Task CreateClaimAsync(string name, string? storageClass) => Client.CoreV1.CreateNamespacedPersistentVolumeClaimAsync(
        new V1PersistentVolumeClaim
        {
            Metadata = Named(name),
            Spec = new V1PersistentVolumeClaimSpec
            {
                AccessModes = ["ReadWriteOnce"],
                StorageClassName = storageClass,
                Resources = new V1VolumeResourceRequirements
                {
                    Requests = new Dictionary<string, ResourceQuantity> { ["storage"] = new("1Gi") },
                },
            },
        },
        Ns);

    private async Task<string> PhaseAsync(string claim) =>
        (await Client.CoreV1.ReadNamespacedPersistentVolumeClaimAsync(claim, Ns)).Status.Phase;
}
