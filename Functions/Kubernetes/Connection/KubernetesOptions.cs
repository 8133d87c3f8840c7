using System.Text.RegularExpressions;
using Stores.Core;

namespace Functions.Kubernetes.Connection;

/// <summary>Section <c>Kubernetes</c> of the configuration.</summary>
public sealed partial class KubernetesOptions : ISettings
{
    /// <summary>
    /// The kubeconfig's path, or several as the variable KUBECONFIG has them; that variable when left out, then the pod's own service
    /// account. ~/.kube/config is never taken by itself.
    /// </summary>
    public string? Kubeconfig { get; set; }

    /// <summary>Environment variables that helm and the kubeconfig's credential plugin get beside the usual ones, by name.</summary>
    public IList<string> PluginVariables { get; } = [];

    /// <summary>The host that a NodePort shop's URL names: minikube ip, or a node's address.</summary>
    public string NodeHost { get; set; } = "localhost";

    /// <summary>
    /// The app's own service account, as namespace/name; when set, it is bound to ClusterRole store-operator in each store's namespace.
    /// </summary>
    public string? OperatorServiceAccount { get; set; }

    /// <summary>
    /// The Secret, as namespace/name, by which stores' images are pulled: copied into each store's namespace. Left out, images are public,
    /// or the nodes know how.
    /// </summary>
    public string? ImagePullSecret { get; set; }

    /// <summary>
    /// The Secret, as namespace/name, with the keys smtp-user and smtp-password of the mail relay that the chart's values name: both are
    /// copied into each store's namespace. Left out, the relay asks for none.
    /// </summary>
    public string? MailSecret { get; set; }

    /// <summary>The absolute paths of a list of kubeconfigs, separated as the system separates paths.</summary>
    internal static IReadOnlyList<string> Split(string kubeconfigs) =>
    [
        .. kubeconfigs.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(Path.GetFullPath),
    ];

    /// <inheritdoc/>
    public IEnumerable<string> FindErrors()
    {
        if (!string.IsNullOrEmpty(Kubeconfig) && !Split(Kubeconfig).Any(File.Exists))
        {
            yield return $"Kubeconfig: there is no file '{Kubeconfig}'.";
        }

        foreach (var error in PluginEnvironment.FindErrors(PluginVariables))
        {
            yield return error;
        }

        if (Uri.CheckHostName(NodeHost) == UriHostNameType.Unknown)
        {
            yield return $"NodeHost '{NodeHost}' is not a host name.";
        }

        if (!string.IsNullOrEmpty(OperatorServiceAccount) && !NamespaceAndName().IsMatch(OperatorServiceAccount))
        {
            yield return "OperatorServiceAccount must be namespace/name, both as Kubernetes names things.";
        }

        if (!string.IsNullOrEmpty(ImagePullSecret) && !NamespaceAndName().IsMatch(ImagePullSecret))
        {
            yield return "ImagePullSecret must be namespace/name, both as Kubernetes names things.";
        }

        if (!string.IsNullOrEmpty(MailSecret) && !NamespaceAndName().IsMatch(MailSecret))
        {
            yield return "MailSecret must be namespace/name, both as Kubernetes names things.";
        }
    }

    [GeneratedRegex(@"\A[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?/[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?\z")]
    private static partial Regex NamespaceAndName();
}
