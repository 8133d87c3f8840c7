using System.Net;
using Functions.IntegrationTests.Cluster;
using Functions.IntegrationTests.Helm;
using k8s;
using k8s.Models;

namespace Functions.IntegrationTests.EndToEnd;

/// <summary>Stores that an earlier release of the chart made, met by the chart as it is now.</summary>
[Collection(UpkeepCollection.Name)]
[Trait("Category", ClusterCollection.Category)]
[Trait("Node", "Simulated")]
public sealed class ReleasedChartEndToEndTests(TestCluster cluster) : IDisposable
{
    private readonly TempFolder _folder = new();

    public static TheoryData<string, string> Stores
    {
        get
        {
            var stores = new TheoryData<string, string>();
            foreach (var release in HelmTool.Released)
            {
                stores.Add(release, "mariadb");
                stores.Add(release, "mysql");
            }

            return stores;
        }
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task An_upgrade_takes_up_what_the_release_made_and_keeps_volumes_and_passwords(string release, string engine)
    {
        var name = TestCluster.UniqueName(engine);
        using var unpacked = new TempFolder();
        var chart = HelmTool.Unpack(release, unpacked.Path);
        await using (var earlier = await StoreApp.StartAsync(_folder.Path, cluster, ("Helm__Chart", chart)))
        {
            await earlier.PostStoreAsync(new { name, engine });
            await earlier.WaitForPhaseAsync(name, "Ready", "Failed");
        }

        Assert.Equal(release, await ChartOfAsync(name));
        var before = await KeptAsync(name);
        await using var app = await StoreApp.StartAsync(_folder.Path, cluster);
        await app.CompareAsync();
        var outdated = (await app.GetAsync(name))!.Value;
        Assert.Equal("Degraded", outdated.GetProperty("phase").GetString());
        Assert.Contains("ChartOutdated", outdated.GetProperty("degradation").ToString(), StringComparison.Ordinal);

        await app.AskAsync(name, "upgrade", HttpStatusCode.Accepted);
        Assert.Equal("Ready", (await app.WaitForPhaseAsync(name, "Ready", "Failed")).GetProperty("phase").GetString());

        Assert.NotEqual(release, await ChartOfAsync(name));
        Assert.Equal(before, await KeptAsync(name));
        Assert.Equal(0, (await app.CompareAsync()).GetProperty("drifted").GetInt32());
        await app.DeleteAsync(name);
        await app.WaitForAbsenceAsync(name);
    }

    private async Task<string> ChartOfAsync(string store) =>
        (await cluster.Admin.CoreV1.ReadNamespacedServiceAsync("web", $"store-{store}")).Metadata.Labels["helm.sh/chart"];

    /// <summary>The claims by their UIDs, and the passwords.</summary>
    private async Task<string> KeptAsync(string store)
    {
        var claims = await cluster.Admin.CoreV1.ListNamespacedPersistentVolumeClaimAsync($"store-{store}");
        var secret = await cluster.Admin.CoreV1.ReadNamespacedSecretAsync("store-credentials", $"store-{store}");
        Assert.Equal(2, claims.Items.Count);
        return string.Join('\n', claims.Items.Select(claim => $"{claim.Name()} {claim.Uid()}").Order(StringComparer.Ordinal)
            .Concat(
                secret.Data.OrderBy(entry => entry.Key, StringComparer.Ordinal)
                    .Select(entry => $"{entry.Key} {Convert.ToHexString(entry.Value)}")));
    }
}
