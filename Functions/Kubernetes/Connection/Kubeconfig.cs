using k8s;
using k8s.Exceptions;
using k8s.KubeConfigModels;

namespace Functions.Kubernetes.Connection;

/// <summary>One or several kubeconfig files as helm reads them: what is found first counts, and paths are relative to the file that they
/// stand in.</summary>
/// <remarks>KubernetesClient's own reading knows neither lists nor proxy-url nor tokenFile, and has no impersonation.</remarks>
internal sealed class Kubeconfig
{
    private static readonly string[] s_impersonation = ["as", "as-uid", "as-groups", "as-user-extra"];

    private readonly List<Dictionary<string, object>> _documents = [];

    private Kubeconfig()
    {
    }

    /// <summary>All files as one.</summary>
    public K8SConfiguration Configuration { get; } = new() { Contexts = [], Clusters = [], Users = [] };

    /// <summary>The user of the current context; null when there is none.</summary>
    public UserCredentials? User => Find(Configuration.Users, user => user.Name, Context?.User)?.UserCredentials;

    /// <summary>The file that the current user's token is in; null for none.</summary>
    public string? TokenFile { get; private set; }

    /// <summary>The proxy to the current cluster; null for none.</summary>
    public Uri? Proxy { get; private set; }

    private ContextDetails? Context => Find(Configuration.Contexts, context => context.Name, Configuration.CurrentContext)?.ContextDetails;

    /// <summary>Reads files.</summary>
    /// <param name="files">Absolute paths; of several, those that are not there are passed over, as kubectl does.</param>
    /// <exception cref="KubeConfigException">They cannot be used; the message may be shown. YAML's own exceptions quote the
    /// file.</exception>
    public static Kubeconfig Read(IReadOnlyList<string> files)
    {
        var kubeconfig = new Kubeconfig();
        foreach (var file in files.Count == 1 ? files : files.Where(File.Exists))
        {
            kubeconfig.Add(file);
        }

        var (cluster, user) = (kubeconfig.Context?.Cluster, kubeconfig.Context?.User);
        kubeconfig.TokenFile = kubeconfig.Field("users", user, "user", "tokenFile");
        kubeconfig.Proxy = kubeconfig.Field("clusters", cluster, "cluster", "proxy-url") is { } proxy ? ReadProxy(proxy) : null;
        if (s_impersonation.FirstOrDefault(field => kubeconfig.Field("users", user, "user", field) is not null) is { } impersonation)
        {
            throw new KubeConfigException(
                $"its user {user} speaks for another ({impersonation}), which the app cannot: give the app an account of its own");
        }

        return kubeconfig;
    }

    private void Add(string file)
    {
        var (text, folder) = (File.ReadAllText(file), Path.GetDirectoryName(file)!);
        var read = KubernetesYaml.Deserialize<K8SConfiguration>(text) ?? throw new KubeConfigException("it is empty");
        _documents.Add(KubernetesYaml.Deserialize<Dictionary<string, object>>(text));
        foreach (var endpoint in (read.Clusters ?? []).Select(cluster => cluster.ClusterEndpoint).OfType<ClusterEndpoint>())
        {
            endpoint.CertificateAuthority = InFolder(endpoint.CertificateAuthority);
        }

        foreach (var user in (read.Users ?? []).Select(user => user.UserCredentials).OfType<UserCredentials>())
        {
            (user.ClientCertificate, user.ClientKey) = (InFolder(user.ClientCertificate), InFolder(user.ClientKey));
            if (user.ExternalExecution is { Command: { } command } plugin
                && command.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal))
            {
                plugin.Command = InFolder(command);
            }
        }

        foreach (var user in Entries(_documents[^1], "users")
            .Select(entry => entry.GetValueOrDefault("user")).OfType<Dictionary<object, object>>())
        {
            if (user.GetValueOrDefault("tokenFile") is string tokenFile)
            {
                user["tokenFile"] = InFolder(tokenFile)!;
            }
        }

        Configuration.CurrentContext = Configuration.CurrentContext is { Length: > 0 } current ? current : read.CurrentContext;
        Configuration.Contexts = [.. Configuration.Contexts, .. read.Contexts ?? []];
        Configuration.Clusters = [.. Configuration.Clusters, .. read.Clusters ?? []];
        Configuration.Users = [.. Configuration.Users, .. read.Users ?? []];

        string? InFolder(string? path) => string.IsNullOrEmpty(path) ? path : Path.GetFullPath(path, folder);
    }

    // A field that KubernetesClient's types do not have; null when it is not there or empty.
    private string? Field(string list, string? name, string section, string field)
    {
        var entry = _documents.SelectMany(document => Entries(document, list))
            .FirstOrDefault(entry => entry.GetValueOrDefault("name") as string == name);
        var found = entry?.GetValueOrDefault(section) as Dictionary<object, object>;
        return found?.GetValueOrDefault(field)?.ToString() is { Length: > 0 } value ? value : null;
    }

    private static IEnumerable<Dictionary<object, object>> Entries(Dictionary<string, object> document, string list) =>
        (document.GetValueOrDefault(list) as List<object> ?? []).OfType<Dictionary<object, object>>();

    private static T? Find<T>(IEnumerable<T> all, Func<T, string> nameOf, string? name) where T : class =>
        all.FirstOrDefault(one => nameOf(one) == name);

    private static Uri ReadProxy(string proxy) =>
        Uri.TryCreate(proxy, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" or "socks5"
        ? address
        : throw new KubeConfigException("its proxy-url is not the address of an http, https or socks5 proxy");
}
