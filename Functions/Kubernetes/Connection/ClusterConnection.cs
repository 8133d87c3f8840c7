using System.Net;
using System.Text;
using k8s;
using k8s.Authentication;
using k8s.Exceptions;
using k8s.KubeConfigModels;
using Microsoft.Extensions.Options;

namespace Functions.Kubernetes.Connection;

/// <summary>Which cluster, and the one client that talks to it.</summary>
public sealed class ClusterConnection : IDisposable
{
    private readonly Lazy<k8s.Kubernetes> _client;
    private readonly IOptions<KubernetesOptions> _options;
    private readonly TimeProvider _clock;
    private IReadOnlyList<string>? _kubeconfigs;
    private string? _podFolder;

    /// <summary>A connection as configured.</summary>
    public ClusterConnection(IOptions<KubernetesOptions> options, TimeProvider clock)
    {
        _options = options;
        _clock = clock;
        _client = new Lazy<k8s.Kubernetes>(Connect);
    }

    /// <summary>The kubeconfig that helm gets: an absolute path, or several as the variable KUBECONFIG has them.</summary>
    /// <exception cref="InvalidOperationException">No cluster is configured.</exception>
    public string KubeconfigPath => string.Join(Path.PathSeparator, Kubeconfigs);

    /// <summary>Environment variables that helm gets beside the usual ones.</summary>
    public IEnumerable<string> PluginVariables => _options.Value.PluginVariables;

    /// <summary>The one client: it retries what can be retried.</summary>
    public IKubernetes Client => _client.Value;

    private IReadOnlyList<string> Kubeconfigs => _kubeconfigs ??= Find() ?? throw new InvalidOperationException(
        "No Kubernetes cluster is configured: set Kubernetes:Kubeconfig (environment variable Kubernetes__Kubeconfig) or KUBECONFIG to a "
        + "kubeconfig's path, or run in a pod with a service account.");

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

        if (_podFolder is not null)
        {
            Directory.Delete(_podFolder, recursive: true);
        }
    }

    private IReadOnlyList<string>? Find()
    {
        if (_options.Value.Kubeconfig is { Length: > 0 } configured)
        {
            return KubernetesOptions.Split(configured);
        }

        if (Environment.GetEnvironmentVariable("KUBECONFIG") is { } variable && KubernetesOptions.Split(variable) is { Count: > 0 } listed)
        {
            return listed;
        }

        if (PodAccount.Find() is not { } account)
        {
            return null;
        }

        _podFolder = Directory.CreateTempSubdirectory("kubeconfig-").FullName;
        return [account.WriteKubeconfig(_podFolder)];
    }

    /// <exception cref="InvalidOperationException">There is no kubeconfig, or none that can be used.</exception>
    private k8s.Kubernetes Connect()
    {
        var path = KubeconfigPath;
        try
        {
            var configuration = Configure(Kubeconfig.Read(Kubeconfigs));
            configuration.HttpClientTimeout = Timeout.InfiniteTimeSpan;
            return new k8s.Kubernetes(configuration, new RetryHandler(_clock));
        }
        catch (Exception exception)
        {
            // The client lets its YAML, base64 and certificate libraries speak; only its own words are known not to quote the file.
            var why = exception is KubeConfigException ? exception.Message : exception.GetType().Name;
            throw new InvalidOperationException($"Kubernetes:Kubeconfig or KUBECONFIG: '{path}' cannot be used: {why}");
        }
    }

    private KubernetesClientConfiguration Configure(Kubeconfig kubeconfig)
    {
        ITokenProvider? tokens = null;
        if (kubeconfig is { TokenFile: { } file, User: { } owner })
        {
            tokens = new TokenFile(file);
            owner.Token = File.ReadAllText(file);
        }
        else if (kubeconfig.User is { ExternalExecution: { } exec, Token: null or "", UserName: null or "" } user)
        {
            var plugin = new CredentialPlugin(exec, PluginVariables, _clock);
            tokens = Adopt(user, plugin.GetAsync(CancellationToken.None).GetAwaiter().GetResult()) ? plugin : null;
        }

        if (kubeconfig.User is { } known)
        {
            known.ExternalExecution = null;
        }

        var configuration = KubernetesClientConfiguration.BuildConfigFromConfigObject(kubeconfig.Configuration);
        configuration.TokenProvider = tokens ?? configuration.TokenProvider;
        if (kubeconfig.Proxy is { } proxy)
        {
            configuration.FirstMessageHandlerSetup = handler => (handler.Proxy, handler.UseProxy) = (ProxyAt(proxy), true);
        }

        return configuration;
    }

    /// <summary>Gives a kubeconfig's user what its plugin gave.</summary>
    /// <returns>Whether that is a token; a certificate is asked for no second time.</returns>
    private static bool Adopt(UserCredentials user, PluginCredentials given)
    {
        user.Token = given.Token;
        if (given is { ClientCertificateData: { Length: > 0 } certificate, ClientKeyData: { Length: > 0 } key })
        {
            user.ClientCertificateData = Convert.ToBase64String(Encoding.ASCII.GetBytes(certificate));
            user.ClientKeyData = Convert.ToBase64String(Encoding.ASCII.GetBytes(key));
        }

        return given.Token is { Length: > 0 };
    }

    private static WebProxy ProxyAt(Uri address) => new(address)
    {
        Credentials = address.UserInfo.Split(':', 2) is [{ Length: > 0 } user, .. var password]
            ? new NetworkCredential(Uri.UnescapeDataString(user), Uri.UnescapeDataString(password.FirstOrDefault() ?? ""))
            : null,
    };
}
