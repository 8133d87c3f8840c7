namespace Functions.Kubernetes;

/// <summary>Section <c>Kubernetes</c> of the configuration.</summary>
public sealed class KubernetesOptions
{
    /// <summary>The kubeconfig's path; the variable KUBECONFIG when left out, then the pod's own service account. ~/.kube/config is never taken by itself.</summary>
    public string? Kubeconfig { get; set; }

    /// <summary>The host that a NodePort shop's URL names: minikube ip, or a node's address.</summary>
    public string NodeHost { get; set; } = "localhost";

    /// <summary>The app's own service account, as namespace/name; when set, it is bound to ClusterRole store-operator in each store's namespace.</summary>
    public string? OperatorServiceAccount { get; set; }

    internal IEnumerable<string> FindErrors()
    {
        if (!string.IsNullOrEmpty(Kubeconfig) && !File.Exists(Kubeconfig))
        {
            yield return $"Kubernetes:Kubeconfig: there is no file '{Kubeconfig}'.";
        }

        if (Uri.CheckHostName(NodeHost) == UriHostNameType.Unknown)
        {
            yield return $"Kubernetes:NodeHost '{NodeHost}' is not a host name.";
        }

        if (!string.IsNullOrEmpty(OperatorServiceAccount) && OperatorServiceAccount.Split('/') is not [{ Length: > 0 }, { Length: > 0 }])
        {
            yield return "Kubernetes:OperatorServiceAccount must be namespace/name.";
        }
    }
}
