using Functions.Helm;
using Stores.Core;

namespace Functions.Tests.Helm;

/// <summary>What helm's last words mean; in them, {r} is the release and {n} its namespace.</summary>
/// <param name="Said">Its standard error, from "Error:" on.</param>
/// <param name="Reason">What they are classified as.</param>
/// <param name="Transient">Whether trying again can help.</param>
public sealed record HelmWords(string Said, string Reason, bool Transient)
{
    public static IReadOnlyList<HelmWords> All { get; } =
    [
        new(
            "Error: kubernetes cluster unreachable: Get \"https://{n}.example/version\": dial tcp: connect: connection refused",
            "ClusterUnreachable", true),
        new(
            "Error: Kubernetes cluster unreachable: Get \"https://x/version\": net/http: TLS handshake timeout",
            "ClusterUnreachable", true),
        new(
            "Error: UPGRADE FAILED: query: failed to query with labels: Get \"https://x/api/v1/namespaces/{n}/secrets\": EOF",
            "ClusterUnreachable", true),
        new(
            "Error: release {r} failed: Post \"https://x/api/v1/namespaces/{n}/services\": http2: client connection lost",
            "ClusterUnreachable", true),
        new(
            "Error: UPGRADE FAILED: could not get information about the resource Service \"web\" in namespace \"{n}\": "
            + "unexpected EOF",
            "ClusterUnreachable", true),
        new("Error: UPGRADE FAILED: etcdserver: request timed out", "InternalError", true),
        new("Error: UPGRADE FAILED: Internal error occurred: etcdserver: leader changed", "InternalError", true),
        new(
            "Error: UPGRADE FAILED: the server has received too many requests and has asked us to try again later (get secrets)",
            "TooManyRequests", true),
        new(
            "Error: INSTALLATION FAILED: Internal error occurred: failed calling webhook \"{r}.example.com\": failed to call "
            + "webhook: Post \"https://x\": EOF",
            "WebhookFailed", true),
        new("Error: UPGRADE FAILED: another operation (install/upgrade/rollback) is in progress", "ReleasePending", true),
        new("Error: INSTALLATION FAILED: cannot re-use a name that is still in use", "ReleasePending", true),
        new(
            "Error: secrets \"sh.helm.release.v1.{r}.v1\" is forbidden: unable to create new content in namespace {n} because "
            + "it is being terminated",
            "NamespaceTerminating", true),
        new("Error: uninstall: Release not loaded: {r}: release: not found", "HelmFailed", true),
        new("Error: something nobody foresaw", "HelmFailed", true),
        new(
            "Error: Kubernetes cluster unreachable: the server has asked for the client to provide credentials",
            "Unauthorized", false),
        new("Error: UPGRADE FAILED: query: failed to query with labels: Unauthorized", "Unauthorized", false),
        new(
            "Error: Kubernetes cluster unreachable: Get \"https://x/version\": getting credentials: exec: executable kubelogin "
            + "not found",
            "NoCredentials", false),
        new(
            "Error: Kubernetes cluster unreachable: Get \"https://x/version\": getting credentials: exec: executable kubelogin "
            + "failed with exit code 1",
            "NoCredentials", true),
        new(
            "Error: values don't meet the specifications of the schema(s) in the following chart(s):\nstore:\n- at '/plan': "
            + "value must be one of",
            "InvalidValues", false),
        new("Error: pods \"x\" is forbidden: exceeded quota: store, requested: pods=1", "QuotaExceeded", false),
        new(
            "Error: secrets is forbidden: User \"system:serviceaccount:{n}:{r}\" cannot list resource \"secrets\" in API group "
            + "\"\" in the namespace \"{n}\"",
            "Forbidden", false),
        new(
            "Error: Kubernetes cluster unreachable: forbidden: User \"system:anonymous\" cannot get path \"/version\"",
            "Forbidden", false),
        new(
            "Error: UPGRADE FAILED: services \"web\" is forbidden: ValidatingAdmissionPolicy 'p' with binding 'b' denied "
            + "request: no {r}",
            "AdmissionDenied", false),
        new("Error: UPGRADE FAILED: admission webhook \"{r}.example.com\" denied the request: no", "AdmissionDenied", false),
        new(
            "Error: UPGRADE FAILED: Deployment.apps \"web\" is invalid: spec.selector: Invalid value: {}: field is immutable",
            "ImmutableField", false),
        new(
            "Error: UPGRADE FAILED: cannot patch \"database\" with kind StatefulSet: StatefulSet.apps \"database\" is invalid: "
            + "spec: Forbidden: updates to statefulset spec for fields other than 'replicas' are forbidden",
            "ImmutableField", false),
        new(
            "Error: UPGRADE FAILED: PersistentVolumeClaim \"uploads\" is invalid: spec: Forbidden: spec is immutable after "
            + "creation except resources.requests",
            "ImmutableField", false),
        new(
            "Error: UPGRADE FAILED: Service \"web\" is invalid: spec.clusterIPs[0]: Invalid value: [\"10.0.0.1\"]: may not "
            + "change once set",
            "ImmutableField", false),
        new(
            "Error: INSTALLATION FAILED: Ingress.networking.k8s.io \"web\" is invalid: spec.rules[0].host: Invalid value: "
            + "\"{r}_\": a lowercase RFC 1123 subdomain must ...",
            "Invalid", false),
        new("Error: template: store/templates/web.yaml:1: unexpected", "InvalidChart", false),
        new(
            "Error: unable to build kubernetes objects from release manifest: resource mapping not found for name: \"web\" "
            + "namespace: \"{n}\" from \"\": no matches for kind \"Ingress\" in version \"networking.k8s.io/v1\"",
            "InvalidChart", false),
    ];

    /// <summary>What they mean of a store's release.</summary>
    internal static StoreFailureException Classify(string name, string said)
    {
        var store = new StoreResources(StoreName.Parse(name));
        var words = said.Replace("{r}", store.Release, StringComparison.Ordinal).Replace("{n}", store.Namespace, StringComparison.Ordinal);
        return HelmFailures.Classify(store, new HelmResult(1, "", $"level=WARN msg=something\n{words}\n"));
    }
}
