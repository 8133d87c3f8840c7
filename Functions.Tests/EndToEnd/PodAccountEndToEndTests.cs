using Functions.Tests.Cluster;
using Microsoft.AspNetCore.Http;

namespace Functions.Tests.EndToEnd;

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
