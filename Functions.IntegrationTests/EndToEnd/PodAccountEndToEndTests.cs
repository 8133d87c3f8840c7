using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Functions.IntegrationTests.Cluster;
using k8s;
using k8s.Autorest;
using k8s.Models;
using Microsoft.AspNetCore.Http;

namespace Functions.IntegrationTests.EndToEnd;

/// <summary>The app in a pod, with the pod's own service account.</summary>
[Collection(UpkeepCollection.Name)]
[Trait("Category", ClusterCollection.Category)]
[Trait("Node", "Simulated")]
public sealed class PodAccountEndToEndTests(TestCluster cluster) : IDisposable
{
    private readonly TempFolder _folder = new();
    private volatile string _valid = "";

    public void Dispose() => _folder.Dispose();

    [PodFact]
    public async Task It_makes_a_store_and_goes_on_when_its_token_was_renewed()
    {
        var account = Directory.CreateDirectory(Path.Combine(_folder.Path, "account")).FullName;
        using var certificate = LoopbackCertificate.Make();
        await File.WriteAllTextAsync(Path.Combine(account, "ca.crt"), certificate.ExportCertificatePem());
        Renew(account, "first-token");
        await using var server = await ApiProxy.StartAsync(cluster.AdminKubeconfigPath, _folder.Path, RequireTokenAsync, certificate);
        await using var app = await StoreApp.StartInPodAsync(_folder.Path, account, server.Address);

        var name = TestCluster.UniqueName("pod");
        await app.CreateAsync(name);
        var store = await app.WaitForPhaseAsync(name, "Ready", "Failed");
        Assert.True(store.GetProperty("phase").GetString() == "Ready", $"{store}\n{app.Output}");

        Renew(account, "second-token");
        await app.DeleteAsync(name);
        await app.WaitForAbsenceAsync(name);
    }

    /// <summary>The shortest life that a server gives to a token is ten minutes; a kubelet renews it when four fifths of that have
    /// passed.</summary>
    [TokenFact]
    public async Task It_goes_on_when_the_token_that_it_began_with_has_expired()
    {
        var account = Directory.CreateDirectory(Path.Combine(_folder.Path, "account")).FullName;
        var admin = await KubernetesClientConfiguration.BuildConfigFromConfigFileAsync(new FileInfo(cluster.AdminKubeconfigPath));
        var server = new Uri(admin.Host);
        await File.WriteAllTextAsync(Path.Combine(account, "ca.crt"), await ShownBy(server));
        var (first, expiry) = await MintAsync();
        Renew(account, first);
        await using var app = await StoreApp.StartInPodAsync(
            _folder.Path, account, server, ("Kubernetes__OperatorServiceAccount", cluster.OperatorServiceAccount!));
        var (before, after) = (TestCluster.UniqueName("before"), TestCluster.UniqueName("after"));
        await app.CreateAsync(before);
        await app.WaitForPhaseAsync(before, "Ready", "Failed");

        using var expired = new k8s.Kubernetes(
            new KubernetesClientConfiguration { Host = admin.Host, SkipTlsVerify = true, AccessToken = first });
        var renewed = false;
        await Eventually.TrueAsync(
            async () =>
            {
                if (!renewed && TimeProvider.System.GetUtcNow().UtcDateTime > expiry - TimeSpan.FromMinutes(2))
                {
                    Renew(account, (await MintAsync()).Token);
                    renewed = true;
                }

                return await IsRefusedAsync(expired);
            },
            () => "the first token should expire",
            TimeSpan.FromMinutes(15));

        await app.CreateAsync(after);
        var store = await app.WaitForPhaseAsync(after, "Ready", "Failed");
        Assert.True(store.GetProperty("phase").GetString() == "Ready", $"{store}\n{app.Output}");
        await Task.WhenAll(app.DeleteAsync(before), app.DeleteAsync(after));
        await app.WaitForAbsenceAsync(before);
        await app.WaitForAbsenceAsync(after);
    }

    // A tests' kubeconfig may not name the authority; the server shows its certificate and those that vouch for it.
    private static async Task<string> ShownBy(Uri server)
    {
        var shown = new List<string>();
        using var connection = new TcpClient(server.Host, server.Port);
        using var stream = new SslStream(connection.GetStream(), leaveInnerStreamOpen: false, (_, certificate, chain, _) =>
        {
            shown.AddRange(chain!.ChainPolicy.ExtraStore.Append((X509Certificate2)certificate!).Select(one => one.ExportCertificatePem()));
            return true;
        });
        await stream.AuthenticateAsClientAsync(server.Host);
        return string.Join('\n', shown.Distinct());
    }

    private async Task<(string Token, DateTime Expiry)> MintAsync()
    {
        var account = cluster.OperatorServiceAccount!.Split('/');
        var asked = new V1TokenRequestSpec { Audiences = [], ExpirationSeconds = 600 };
        var made = await cluster.Admin.CoreV1.CreateNamespacedServiceAccountTokenAsync(
            new Authenticationv1TokenRequest { Spec = asked }, account[1], account[0]);
        return (made.Status.Token, made.Status.ExpirationTimestamp!.Value);
    }

    private static async Task<bool> IsRefusedAsync(IKubernetes client)
    {
        try
        {
            await client.CoreV1.ListNamespaceAsync(limit: 1);
            return false;
        }
        catch (HttpOperationException exception) when (exception.Response.StatusCode == HttpStatusCode.Unauthorized)
        {
            return true;
        }
    }

    // As the kubelet does: the file is another one from one moment to the next.
    private void Renew(string account, string token)
    {
        var next = Path.Combine(account, "next");
        File.WriteAllText(next, token);
        File.Move(next, Path.Combine(account, "token"), overwrite: true);
        _valid = token;
    }

    private Task RequireTokenAsync(HttpContext context, Func<Task> forward)
    {
        if (context.Request.Headers.Authorization == $"Bearer {_valid}")
        {
            return forward();
        }

        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        return context.Response.WriteAsJsonAsync(
            new { kind = "Status", apiVersion = "v1", status = "Failure", reason = "Unauthorized", code = 401 });
    }
}
