using System.Text.RegularExpressions;

namespace Functions.Kubernetes.Connection;

/// <summary>
/// The environment of helm and of a kubeconfig's credential plugin: the account's home, what plugins find their credentials by, proxies and
/// certificates. The app's own credentials - its storage's, its vault's - are in nobody's environment but its own.
/// </summary>
internal static partial class PluginEnvironment
{
    // Names are compared as Windows does; elsewhere that lets through what differs in case alone, as http_proxy does.
    private static readonly HashSet<string> s_passed = new(StringComparer.OrdinalIgnoreCase)
    {
        "PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LC_ALL", "TZ", "TMPDIR",
        "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR",
        "SYSTEMROOT", "COMSPEC", "PATHEXT", "USERPROFILE", "HOMEDRIVE", "HOMEPATH", "APPDATA", "LOCALAPPDATA", "PROGRAMDATA", "TEMP", "TMP",
        "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR", "KUBERNETES_SERVICE_HOST", "KUBERNETES_SERVICE_PORT",
        "GOOGLE_APPLICATION_CREDENTIALS", "USE_GKE_GCLOUD_AUTH_PLUGIN",
        "AZURE_CLIENT_ID", "AZURE_TENANT_ID", "AZURE_FEDERATED_TOKEN_FILE", "AZURE_AUTHORITY_HOST", "AZURE_CONFIG_DIR",
    };

    private static readonly string[] s_passedPrefixes = ["AWS_", "CLOUDSDK_", "AAD_"];

    private static readonly HashSet<string> s_never = new(StringComparer.OrdinalIgnoreCase)
    {
        "AZURE_CLIENT_SECRET", "AZURE_CLIENT_CERTIFICATE_PATH", "AZURE_CLIENT_CERTIFICATE_PASSWORD", "AZURE_USERNAME", "AZURE_PASSWORD",
        "IDENTITY_HEADER", "MSI_SECRET", "KUBECONFIG", "KUBECACHEDIR",
    };

    private static readonly string[] s_neverPrefixes =
    [
        "AzureWebJobs", "AzureFunctions", "FUNCTIONS_", "WEBSITE_", "APPSETTING_", "CONNECTIONSTRINGS", "CUSTOMCONNSTR_",
        "SQLAZURECONNSTR_", "Secrets__", "HELM_",
    ];

    /// <summary>The variables of this process that are kept from helm and plugins.</summary>
    /// <param name="more">Names that are passed on beside the usual ones.</param>
    public static IEnumerable<string> Withheld(IEnumerable<string> more)
    {
        var asked = more.ToHashSet(StringComparer.OrdinalIgnoreCase);
        return Environment.GetEnvironmentVariables().Keys.Cast<string>()
            .Where(name => IsNever(name) || !(s_passed.Contains(name) || asked.Contains(name) || BeginsWithAny(name, s_passedPrefixes)));
    }

    /// <summary>Every name that cannot be asked for, with the reason.</summary>
    public static IEnumerable<string> FindErrors(IEnumerable<string> more) => more.Select(name =>
        !Name().IsMatch(name) ? $"PluginVariables: '{name}' is not the name of an environment variable."
        : IsNever(name) ? $"PluginVariables: {name} is the app's own and is never passed on: give the plugin one of its own."
        : null).OfType<string>();

    private static bool IsNever(string name) => s_never.Contains(name) || BeginsWithAny(name, s_neverPrefixes);

    private static bool BeginsWithAny(string name, string[] prefixes) =>
        prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]*\z")]
    private static partial Regex Name();
}
