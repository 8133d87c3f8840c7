using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Functions.SimulatedCluster.Objects;
using k8s;

namespace Functions.SimulatedCluster;

/// <summary>The certificate and token of a simulated cluster, and the kubeconfig that carries them.</summary>
internal sealed class ClusterAccess
{
    private static readonly JsonSerializerOptions s_readable = new() { WriteIndented = true };

    private readonly string _kubeconfig;

    private ClusterAccess(string kubeconfig, string token, int lastPort)
    {
        _kubeconfig = kubeconfig;
        Token = token;
        LastPort = lastPort;
        Certificate = CreateCertificate();
    }

    public string Token { get; }

    public X509Certificate2 Certificate { get; }

    /// <summary>The port of the folder's last cluster; 0 when there was none.</summary>
    public int LastPort { get; }

    /// <summary>Makes the folder, which its owner alone can read.</summary>
    public static void EnsureFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    public static ClusterAccess Open(string folder)
    {
        var path = Path.Combine(folder, "kubeconfig");
        var last = File.Exists(path) ? Read(path) : null;
        return new ClusterAccess(
            path,
            last.Items("users").FirstOrDefault().Text("user", "token") ?? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)),
            last.Items("clusters").FirstOrDefault().Text("cluster", "server") is { } server ? new Uri(server).Port : 0);
    }

    /// <summary>How a client in this process reaches the cluster.</summary>
    public KubernetesClientConfiguration Connect(Uri address) =>
        new() { Host = address.GetLeftPart(UriPartial.Authority), AccessToken = Token, SslCaCerts = [Certificate] };

    /// <summary>Writes the kubeconfig of a cluster at an address.</summary>
    /// <returns>Its path.</returns>
    public string WriteKubeconfig(Uri address)
    {
        const string name = "simulated";
        // JSON is YAML too, and takes a start no YAML library.
        var kubeconfig = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Config",
            ["current-context"] = name,
            ["clusters"] = new JsonArray(new JsonObject
            {
                ["name"] = name,
                ["cluster"] = new JsonObject
                {
                    ["server"] = address.GetLeftPart(UriPartial.Authority),
                    ["certificate-authority-data"] = Convert.ToBase64String(Encoding.ASCII.GetBytes(Certificate.ExportCertificatePem())),
                },
            }),
            ["users"] = new JsonArray(new JsonObject { ["name"] = name, ["user"] = new JsonObject { ["token"] = Token } }),
            ["contexts"] = new JsonArray(
                new JsonObject { ["name"] = name, ["context"] = new JsonObject { ["cluster"] = name, ["user"] = name } }),
        };
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var writer = new StreamWriter(_kubeconfig, options);
        writer.Write(kubeconfig.ToJsonString(s_readable));
        return _kubeconfig;
    }

    private static JsonNode? Read(string path)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllBytes(path));
        }
        catch (JsonException)
        {
            // Written by something else: it is replaced.
            return null;
        }
    }

    private static X509Certificate2 CreateCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=simulated-cluster", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(
            new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        var now = TimeProvider.System.GetUtcNow();
        var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(1));
        if (!OperatingSystem.IsWindows())
        {
            return certificate;
        }

        using (certificate)
        {
            // Windows serves TLS by keys that it has imported only.
            return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
        }
    }
}
