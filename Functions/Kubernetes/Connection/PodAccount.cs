using System.Globalization;
using Stores.Core;

namespace Functions.Kubernetes.Connection;

/// <summary>The service account of the pod that the app runs in, as the kubelet mounts it.</summary>
/// <param name="Mount">The folder with the account's token and the cluster's certificate.</param>
/// <param name="Host">The API server's host: the variable KUBERNETES_SERVICE_HOST.</param>
/// <param name="Port">The API server's port: the variable KUBERNETES_SERVICE_PORT.</param>
internal sealed record PodAccount(string Mount, string Host, string Port)
{
    private const string UsualMount = "/var/run/secrets/kubernetes.io/serviceaccount";

    private string Token => Path.Combine(Mount, "token");

    private string Certificate => Path.Combine(Mount, "ca.crt");

    /// <summary>The account of this pod; null where this is no pod, or one without an account.</summary>
    public static PodAccount? Find()
    {
        var (host, port) = (
            Environment.GetEnvironmentVariable("KUBERNETES_SERVICE_HOST"), Environment.GetEnvironmentVariable("KUBERNETES_SERVICE_PORT"));
        var account = new PodAccount(UsualMount, host ?? "", port ?? "");
        return account is { Host.Length: > 0, Port.Length: > 0 } && File.Exists(account.Token) && File.Exists(account.Certificate)
            ? account
            : null;
    }

    /// <summary>Writes a kubeconfig of the account: helm reads nothing else. Token and certificate stay in their files, where the kubelet
    /// renews them.</summary>
    /// <param name="folder">Where; private.</param>
    /// <returns>Its path.</returns>
    public string WriteKubeconfig(string folder)
    {
        var path = Path.Combine(folder, "kubeconfig");
        var server = HttpUrl.Of("https", Host, int.Parse(Port, CultureInfo.InvariantCulture));
        File.WriteAllText(path, $$$"""
            apiVersion: v1
            kind: Config
            current-context: in-cluster
            clusters: [{name: in-cluster, cluster: {server: "{{{server}}}", certificate-authority: "{{{Certificate}}}"}}]
            users: [{name: in-cluster, user: {tokenFile: "{{{Token}}}"}}]
            contexts: [{name: in-cluster, context: {cluster: in-cluster, user: in-cluster}}]
            """);
        return path;
    }
}
