using System.Globalization;
using Functions.Stores;
using k8s;
using k8s.Exceptions;
using Microsoft.Extensions.Options;

namespace Functions.Kubernetes;

/// <summary>Which cluster, and the one client that talks to it.</summary>
public sealed class ClusterConnection : IDisposable
{
    private readonly Lazy<k8s.Kubernetes> _client;
    private readonly IOptions<KubernetesOptions> _options;
    private readonly TimeProvider _clock;
    private string? _kubeconfig;
    private string? _inClusterFolder;

    /// <summary>A connection as configured.</summary>
    public ClusterConnection(IOptions<KubernetesOptions> options, TimeProvider clock)
    {
        _options = options;
        _clock = clock;
        _client = new Lazy<k8s.Kubernetes>(Connect);
    }

    /// <summary>The kubeconfig that helm gets.</summary>
    /// <exception cref="InvalidOperationException">No cluster is configured.</exception>
    public string KubeconfigPath => _kubeconfig ??= Find() ?? throw new InvalidOperationException(
        "No Kubernetes cluster is configured: set Kubernetes:Kubeconfig (environment variable Kubernetes__Kubeconfig) or KUBECONFIG to a kubeconfig's path, or run in a pod with a service account.");

    /// <summary>The one client: it retries what can be retried.</summary>
    public IKubernetes Client => _client.Value;

    /// <summary>Reads the kubeconfig now rather than when the first store is asked for; does not ask the cluster.</summary>
    /// <exception cref="InvalidOperationException">No cluster is configured, or it cannot be used.</exception>
    public void RequireUsable() => _ = _client.Value;

    /// <summary>Which cluster, in words: the API server and the kubeconfig that names it.</summary>
    public string Describe() => $"{_client.Value.BaseUri.Scheme}://{_client.Value.BaseUri.Authority} (kubeconfig {KubeconfigPath})";

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_client.IsValueCreated)
        {
            _client.Value.Dispose();
        }

        if (_inClusterFolder is not null)
        {
            Directory.Delete(_inClusterFolder, recursive: true);
        }
    }

    private string? Find()
    {
        if (_options.Value.Kubeconfig is { Length: > 0 } configured)
        {
            return Path.GetFullPath(configured);
        }

        if (Environment.GetEnvironmentVariable("KUBECONFIG") is { Length: > 0 } variable)
        {
            return Path.GetFullPath(variable);
        }

        return KubernetesClientConfiguration.IsInCluster() ? WriteInClusterKubeconfig() : null;
    }

    /// <exception cref="InvalidOperationException">There is no kubeconfig, or none that can be used.</exception>
    private k8s.Kubernetes Connect()
    {
        var path = KubeconfigPath;
        KubernetesClientConfiguration configuration;
        try
        {
            configuration = KubernetesClientConfiguration.BuildConfigFromConfigFile(path);
        }
        catch (Exception exception)
        {
            // The client lets its YAML, base64 and certificate libraries speak; only its own words are known not to quote the file.
            var why = exception is KubeConfigException ? exception.Message : exception.GetType().Name;
            throw new InvalidOperationException($"Kubernetes:Kubeconfig or KUBECONFIG: '{path}' cannot be used: {why}");
        }

        configuration.HttpClientTimeout = Timeout.InfiniteTimeSpan;
        return new k8s.Kubernetes(configuration, new RetryHandler(_clock));
    }

    // helm reads a kubeconfig only; the token stays in its file, where the kubelet renews it.
    private string WriteInClusterKubeconfig()
    {
        const string account = "/var/run/secrets/kubernetes.io/serviceaccount";
        _inClusterFolder = Directory.CreateTempSubdirectory("kubeconfig-").FullName;
        var path = Path.Combine(_inClusterFolder, "kubeconfig");
        var host = Environment.GetEnvironmentVariable("KUBERNETES_SERVICE_HOST");
        var port = int.Parse(Environment.GetEnvironmentVariable("KUBERNETES_SERVICE_PORT")!, CultureInfo.InvariantCulture);
        var server = HttpUrl.Of("https", host!, port);
        File.WriteAllText(path, $$$"""
            apiVersion: v1
            kind: Config
            current-context: in-cluster
            clusters: [{name: in-cluster, cluster: {server: "{{{server}}}", certificate-authority: {{{account}}}/ca.crt}}]
            users: [{name: in-cluster, user: {tokenFile: {{{account}}}/token}}]
            contexts: [{name: in-cluster, context: {cluster: in-cluster, user: in-cluster}}]
            """);
        return path;
    }
}
