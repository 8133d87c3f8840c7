using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using k8s;
using k8s.KubeConfigModels;

namespace Functions.SimulatedCluster;

/// <summary>The certificate and token of a simulated cluster, and the kubeconfig that carries them.</summary>
internal sealed class ClusterAccess
{
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

    public static ClusterAccess Open(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        var path = Path.Combine(folder, "kubeconfig");
        var last = File.Exists(path) ? KubernetesYaml.LoadFromFileAsync<K8SConfiguration>(path).GetAwaiter().GetResult() : null;
        return new ClusterAccess(
            path,
            last?.Users.FirstOrDefault()?.UserCredentials.Token ?? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)),
            last?.Clusters.FirstOrDefault() is { } cluster ? new Uri(cluster.ClusterEndpoint.Server).Port : 0);
    }

    /// <summary>Writes the kubeconfig of a cluster at an address.</summary>
    /// <returns>Its path.</returns>
    public string WriteKubeconfig(Uri address)
    {
        const string name = "simulated";
        var kubeconfig = new K8SConfiguration
        {
            ApiVersion = "v1",
            Kind = "Config",
            CurrentContext = name,
            Clusters =
            [
                new Cluster
                {
                    Name = name,
                    ClusterEndpoint = new ClusterEndpoint
                    {
                        Server = address.GetLeftPart(UriPartial.Authority),
                        CertificateAuthorityData = Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(Certificate.ExportCertificatePem())),
                    },
                },
            ],
            Users = [new User { Name = name, UserCredentials = new UserCredentials { Token = Token } }],
            Contexts = [new Context { Name = name, ContextDetails = new ContextDetails { Cluster = name, User = name } }],
        };
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var writer = new StreamWriter(_kubeconfig, options);
        writer.Write(KubernetesYaml.Serialize(kubeconfig));
        return _kubeconfig;
    }

    private static X509Certificate2 CreateCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=simulated-cluster", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(1));
        // Kestrel needs the private key in a form that outlives this object on every platform.
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }
}
