using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace Functions.SimulatedCluster.Lifecycle;

/// <summary>
/// Plays an HTTP-01 challenge as cert-manager's solver does (https://cert-manager.io/docs/configuration/acme/http01/): a pod that answers,
/// a Service of type NodePort before it and an Ingress that leads there stand in the namespace until the ingress controller gets its
/// answer. What a quota or a policy of the namespace refuses is tried again and again, and no certificate comes. They belong to the
/// Ingress that asks, since the kinds that they belong to in truth are not played.
/// </summary>
internal sealed class HttpChallenge(
    IKubernetes client, SimulatedNodeOptions options, NodeEvents events, V1Ingress ingress, string secret, string host)
{
    private const string SolverLabel = "acme.cert-manager.io/http01-solver";
    private const string TokenLabel = "acme.cert-manager.io/http-token";
    private const string Prefix = "cm-acme-http-solver-";
    private const int Port = 8089;

    // As short as cert-manager's own, which are checksums of the host and the token.
    private readonly string _token = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{ingress.Uid()}/{host}")))[..10];
    private int _failures;

    private string Ns => ingress.Namespace();

    private string Selector => $"{TokenLabel}={_token}";

    private TimeSpan BackOff => options.BackOff * Math.Min(1 << Math.Clamp(_failures - 1, 0, 10), SimulatedNodeOptions.BackOffLimit);

    // What events are about; the kind itself is not served.
    private V1ConfigMap Challenge => new()
    {
        ApiVersion = "acme.cert-manager.io/v1",
        Kind = "Challenge",
        Metadata = new V1ObjectMeta { Name = $"{secret}-{_token}", NamespaceProperty = Ns, Uid = ingress.Uid() },
    };

    /// <summary>Returns when the challenge was answered and nothing of it is left; throws NotFound when nobody asks any more.</summary>
    public async Task SolveAsync(CancellationToken cancellationToken)
    {
        while (!await AnswersAsync(cancellationToken))
        {
            _failures++;
            await Task.Delay(BackOff, options.Clock, cancellationToken);
            await client.NetworkingV1.ReadNamespacedIngressAsync(ingress.Name(), Ns, cancellationToken: cancellationToken);
        }

        await SayAsync("Normal", "DomainVerified", $"Domain \"{host}\" verified with \"HTTP-01\" validation", cancellationToken);
        foreach (var pod in (await PodsAsync(cancellationToken)).Items)
        {
            await client.CoreV1.DeleteNamespacedPodAsync(pod.Name(), Ns, cancellationToken: cancellationToken);
        }

        foreach (var service in (await ServicesAsync(cancellationToken)).Items)
        {
            await DeleteAsync(service, cancellationToken);
        }

        foreach (var made in (await IngressesAsync(cancellationToken)).Items)
        {
            await client.NetworkingV1.DeleteNamespacedIngressAsync(made.Name(), Ns, cancellationToken: cancellationToken);
        }
    }

    private async Task DeleteAsync(V1Service service, CancellationToken cancellationToken)
    {
        try
        {
            await client.CoreV1.DeleteNamespacedServiceAsync(service.Name(), Ns, cancellationToken: cancellationToken);
        }
        catch (JsonException)
        {
            // It was deleted: servers before 1.21 answer with a Status, where the client reads a Service.
        }
    }

    private async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        try
        {
            await PresentAsync(cancellationToken);
        }
        catch (HttpOperationException exception) when (exception.Response.StatusCode == HttpStatusCode.Forbidden)
        {
            await SayAsync("Warning", "PresentError", $"Error presenting challenge: {Message(exception)}", cancellationToken);
            return false;
        }

        var policies = await client.NetworkingV1.ListNamespacedNetworkPolicyAsync(Ns, cancellationToken: cancellationToken);
        return (await PodsAsync(cancellationToken)).Items.Any(pod =>
            pod.Status?.Conditions?.Any(condition => condition is { Type: "Ready", Status: "True" }) == true
            && NetworkPolicies.Admit(
                policies.Items,
                pod,
                Port,
                new Dictionary<string, string> { ["kubernetes.io/metadata.name"] = options.IngressNamespace },
                new Dictionary<string, string> { ["app.kubernetes.io/component"] = "controller" }));
    }

    private async Task PresentAsync(CancellationToken cancellationToken)
    {
        var made = false;
        if ((await PodsAsync(cancellationToken)).Items.Count == 0)
        {
            await client.CoreV1.CreateNamespacedPodAsync(Pod(), Ns, cancellationToken: cancellationToken);
            made = true;
        }

        var services = (await ServicesAsync(cancellationToken)).Items;
        if (services.Count == 0)
        {
            services = [await client.CoreV1.CreateNamespacedServiceAsync(Service(), Ns, cancellationToken: cancellationToken)];
            made = true;
        }

        if ((await IngressesAsync(cancellationToken)).Items.Count == 0)
        {
            await client.NetworkingV1.CreateNamespacedIngressAsync(Ingress(services[0].Name()), Ns, cancellationToken: cancellationToken);
            made = true;
        }

        if (made)
        {
            await SayAsync("Normal", "Presented", "Presented challenge using HTTP-01 challenge mechanism", cancellationToken);
        }
    }

    private Task<V1PodList> PodsAsync(CancellationToken cancellationToken) =>
        client.CoreV1.ListNamespacedPodAsync(Ns, labelSelector: Selector, cancellationToken: cancellationToken);

    private Task<V1ServiceList> ServicesAsync(CancellationToken cancellationToken) =>
        client.CoreV1.ListNamespacedServiceAsync(Ns, labelSelector: Selector, cancellationToken: cancellationToken);

    private Task<V1IngressList> IngressesAsync(CancellationToken cancellationToken) =>
        client.NetworkingV1.ListNamespacedIngressAsync(Ns, labelSelector: Selector, cancellationToken: cancellationToken);

    private V1ObjectMeta Meta() => new()
    {
        GenerateName = Prefix,
        Labels = new Dictionary<string, string> { [SolverLabel] = "true", [TokenLabel] = _token },
        OwnerReferences =
        [
            new V1OwnerReference
            {
                ApiVersion = "networking.k8s.io/v1",
                Kind = "Ingress",
                Name = ingress.Name(),
                Uid = ingress.Uid(),
                Controller = true,
            },
        ],
    };

    private V1Pod Pod() => new()
    {
        Metadata = Meta(),
        Spec = new V1PodSpec
        {
            RestartPolicy = "OnFailure",
            AutomountServiceAccountToken = false,
            EnableServiceLinks = false,
            SecurityContext = new V1PodSecurityContext
            {
                RunAsNonRoot = true,
                SeccompProfile = new V1SeccompProfile { Type = "RuntimeDefault" },
            },
            Containers =
            [
                new V1Container
                {
                    Name = "acmesolver",
                    Image = "quay.io/jetstack/cert-manager-acmesolver:v1.19.1",
                    Ports = [new V1ContainerPort { Name = "http", ContainerPort = Port }],
                    Resources = new V1ResourceRequirements
                    {
                        Requests = new Dictionary<string, ResourceQuantity> { ["cpu"] = new("10m"), ["memory"] = new("64Mi") },
                        Limits = new Dictionary<string, ResourceQuantity> { ["cpu"] = new("100m"), ["memory"] = new("64Mi") },
                    },
                    SecurityContext = new V1SecurityContext
                    {
                        AllowPrivilegeEscalation = false,
                        ReadOnlyRootFilesystem = true,
                        Capabilities = new V1Capabilities { Drop = ["ALL"] },
                    },
                },
            ],
        },
    };

    private V1Service Service() => new()
    {
        Metadata = Meta(),
        Spec = new V1ServiceSpec
        {
            Type = "NodePort",
            Selector = new Dictionary<string, string> { [SolverLabel] = "true", [TokenLabel] = _token },
            Ports = [new V1ServicePort { Name = "http", Port = Port, TargetPort = Port }],
        },
    };

    private V1Ingress Ingress(string service)
    {
        var served = new V1IngressServiceBackend { Name = service, Port = new V1ServiceBackendPort { Number = Port } };
        var path = new V1HTTPIngressPath
        {
            Path = $"/.well-known/acme-challenge/{_token}",
            PathType = "ImplementationSpecific",
            Backend = new V1IngressBackend { Service = served },
        };
        return new V1Ingress
        {
            Metadata = Meta(),
            Spec = new V1IngressSpec
            {
                IngressClassName = ingress.Spec.IngressClassName,
                Rules = [new V1IngressRule { Host = host, Http = new V1HTTPIngressRuleValue { Paths = [path] } }],
            },
        };
    }

    private Task SayAsync(string type, string reason, string message, CancellationToken cancellationToken) =>
        events.WriteAsync(Challenge, "cert-manager-challenges", (type, reason), message, null, cancellationToken);

    private static string Message(HttpOperationException exception) =>
        KubernetesJson.Deserialize<V1Status>(exception.Response.Content)?.Message ?? exception.Message;
}
