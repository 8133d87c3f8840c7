using System.Net;
using Functions.Kubernetes.Connection;
using k8s;
using k8s.Models;
using Stores.Core;
using Stores.Readiness;

namespace Functions.Kubernetes.Workloads;

/// <summary>Looks at a shop's way in: its URL, or what it still lacks.</summary>
/// <param name="client">The cluster.</param>
/// <param name="nodeHost">The host of a NodePort shop that has no name of its own.</param>
internal sealed class ExposureObserver(IKubernetes client, string nodeHost)
{
    // The chart's exposure.host on a Service, and its exposure.awaitAddress; left out where it says nothing.
    private const string HostAnnotation = "serverless-stores/host";
    private const string AwaitAnnotation = "serverless-stores/await-address";
    private const string DefaultClassAnnotation = "ingressclass.kubernetes.io/is-default-class";

    public async Task<ExposureObservation?> ObserveAsync(V1Service? service, V1Ingress? ingress, CancellationToken cancellationToken) =>
        ingress is not null ? await ObserveAsync(ingress, cancellationToken)
        : service is not null ? await ObserveAsync(service, cancellationToken)
        : null;

    // Its host is known from the beginning; whether it answers there is the controller's and DNS' matter, so its address counts too.
    private async Task<ExposureObservation> ObserveAsync(V1Ingress ingress, CancellationToken cancellationToken)
    {
        var host = ingress.Spec.Rules?.FirstOrDefault()?.Host;
        var pending = Awaits(ingress) && ingress.Status?.LoadBalancer?.Ingress is not { Count: > 0 };
        var scheme = ingress.Spec.Tls?.Count > 0 ? "https" : "http";
        return new ExposureObservation("Ingress", pending || host is null ? null : HttpUrl.Of(scheme, host))
        {
            MissingCertificate = await MissingCertificateAsync(ingress, cancellationToken),
            Pending = !pending ? null : new PendingAddress(
                $"Ingress {ingress.Name()}",
                await ControllerAsync(ingress, cancellationToken),
                await SaidAsync("Ingress", ingress, cancellationToken),
                HasHost: host is not null),
        };
    }

    private async Task<ExposureObservation> ObserveAsync(V1Service service, CancellationToken cancellationToken)
    {
        var (type, host) = (service.Spec.Type, service.GetAnnotation(HostAnnotation));
        var port = service.Spec.Ports.FirstOrDefault(candidate => candidate.Name == "http") ?? service.Spec.Ports.FirstOrDefault();
        var address = (service.Status?.LoadBalancer?.Ingress ?? []).SelectMany(given => new[] { given.Hostname, given.Ip })
            .FirstOrDefault(given => !string.IsNullOrEmpty(given));
        var pending = type == "LoadBalancer" && Awaits(service) && address is null;
        return new ExposureObservation(type, type switch
        {
            _ when pending => null,
            // The shop sends every visitor to the name that it has.
            "LoadBalancer" or "NodePort" when host is not null => HttpUrl.Of("http", host),
            "LoadBalancer" when address is not null => HttpUrl.Of("http", address, port?.Port),
            "NodePort" when port?.NodePort is { } nodePort => HttpUrl.Of("http", nodeHost, nodePort),
            _ => null,
        })
        {
            Pending = !pending ? null : new PendingAddress(
                $"Service {service.Name()} of type LoadBalancer",
                Controller(service),
                await SaidAsync("Service", service, cancellationToken),
                HasHost: host is not null),
        };
    }

    private static bool Awaits(IMetadata<V1ObjectMeta> exposed) => exposed.GetAnnotation(AwaitAnnotation) != "false";

    private static string Controller(V1Service service) =>
        service.Spec.LoadBalancerClass is { Length: > 0 } name ? $"class {name}" : "no class: the cluster's own load balancers";

    private async Task<string> ControllerAsync(V1Ingress ingress, CancellationToken cancellationToken)
    {
        var name = ingress.Spec.IngressClassName;
        if (await ListClassesAsync(cancellationToken) is not { } classes)
        {
            return $"{(name is null ? "the default class" : $"class {name}")}, whose controller this app's account may not look up";
        }

        var found = name is null
            ? classes.FirstOrDefault(candidate => candidate.GetAnnotation(DefaultClassAnnotation) == "true")
            : classes.FirstOrDefault(candidate => candidate.Name() == name);
        return found is not null ? $"class {found.Name()}, controller {found.Spec?.Controller}"
            : name is null ? "no class, and the cluster has no default one"
            : $"class {name}, which the cluster does not have";
    }

    private async Task<IList<V1IngressClass>?> ListClassesAsync(CancellationToken cancellationToken) =>
        (await KubernetesFailures.IgnoreAsync(
            HttpStatusCode.Forbidden,
            "list ingress classes",
            () => client.NetworkingV1.ListIngressClassAsync(cancellationToken: cancellationToken)))?.Items;

    private async Task<string?> SaidAsync(string kind, IMetadata<V1ObjectMeta> about, CancellationToken cancellationToken)
    {
        var selector = $"involvedObject.kind={kind},involvedObject.name={about.Name()}";
        var events = await client.CoreV1.ListNamespacedEventAsync(
            about.Namespace(), fieldSelector: selector, cancellationToken: cancellationToken);
        return EventWords.Latest(events.Items)?.ToString();
    }

    // cert-manager writes the Secret only when it has the certificate, and a copied one is there when it is: its presence needs no right on
    // cert-manager's own kinds. Metadata alone, so that the private key stays where it is; the server looks at the type.
    private async Task<MissingCertificate?> MissingCertificateAsync(V1Ingress ingress, CancellationToken cancellationToken)
    {
        foreach (var secret in (ingress.Spec.Tls ?? []).Select(tls => tls.SecretName).OfType<string>())
        {
            var selector = Uri.EscapeDataString($"metadata.name={secret},type=kubernetes.io/tls");
            var found = await new MetadataClient((k8s.Kubernetes)client).ListAsync(
                $"look for secret {secret} in {ingress.Namespace()}",
                $"api/v1/namespaces/{Uri.EscapeDataString(ingress.Namespace())}/secrets?fieldSelector={selector}", cancellationToken);
            if (found.Items!.Count == 0)
            {
                return new MissingCertificate(secret, await SaidOfCertificatesAsync(ingress.Namespace(), cancellationToken));
            }
        }

        return null;
    }

    // Its kinds of both groups: Certificate, CertificateRequest, Order, Challenge.
    private async Task<string?> SaidOfCertificatesAsync(string ns, CancellationToken cancellationToken)
    {
        var events = await client.CoreV1.ListNamespacedEventAsync(ns, cancellationToken: cancellationToken);
        var said = events.Items.Where(
            happened => happened.InvolvedObject?.ApiVersion?.Split('/')[0] is "cert-manager.io" or "acme.cert-manager.io");
        return said.OrderBy(EventWords.At).LastOrDefault() is { } latest
            ? $"{latest.InvolvedObject.Kind}/{latest.InvolvedObject.Name}: {EventWords.Latest([latest])}"
            : null;
    }
}
