using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Functions.IntegrationTests.Cluster;
using k8s;
using k8s.Models;
using Stores.Core;

namespace Functions.IntegrationTests.EndToEnd;

/// <summary>Sweeps of the app as its users run it, over HTTP, on a cluster that it shares with others.</summary>
[Collection(UpkeepCollection.Name)]
[Trait("Category", ClusterCollection.Category)]
public sealed class SweepEndToEndTests(TestCluster cluster) : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_has_no_store_goes_at_the_second_sweep_and_what_is_foreign_or_in_use_stays()
    {
        await using var app = await StoreApp.StartAsync(_folder.Path, cluster, ("Sweeps__Grace", "00:00:00"));
        var (kept, left, foreign) = (TestCluster.UniqueName("kept"), TestCluster.UniqueName("left"), TestCluster.UniqueName("foreign"));
        await app.CreateAsync(kept);
        await app.WaitForPhaseAsync(kept, "Ready");
        var labels = (await cluster.Admin.CoreV1.ReadNamespaceAsync($"store-{kept}")).Metadata.Labels;
        await MakeAsync(left, labels[StoreResources.InstallationLabel]);
        await MakeAsync(foreign, "another-installation");

        var dry = await SweepAsync(app, dryRun: true);
        Assert.Equal(("Watch", 1, "None"), Finding(dry, left));
        Assert.Equal(
            ("Request", true, 2, 1),
            (
                dry.GetProperty("trigger").GetString(), dry.GetProperty("dryRun").GetBoolean(),
                Count(dry, "namespaces"), Count(dry, "stores")));
        Assert.Equal(("Watch", 1, "None"), Finding(await SweepAsync(app), left));
        Assert.Equal(("Remove", 2, "None"), Finding(await SweepAsync(app, dryRun: true), left));
        Assert.True(await ExistsAsync(left));

        var swept = await SweepAsync(app);
        Assert.Equal(("Remove", 2, "Done"), Finding(swept, left));
        Assert.Equal((1, 1), (swept.GetProperty("found").GetInt32(), swept.GetProperty("done").GetInt32()));
        await Eventually.TrueAsync(async () => !await ExistsAsync(left), () => $"store-{left} should go\n{app.Output}");
        Assert.True(await ExistsAsync(kept));
        Assert.True(await ExistsAsync(foreign));

        var list = (await app.Http.GetFromJsonAsync("/api/sweeps")).GetProperty("sweeps").EnumerateArray().ToList();
        Assert.Equal(4, list.Count);
        Assert.Equal(swept.GetProperty("id").GetString(), list[0].GetProperty("id").GetString());
        Assert.False(list[0].TryGetProperty("findings", out _));

        await MissNamespaceAsync(app, kept);
    }

    [Fact]
    public async Task What_cannot_be_read_begins_no_sweep()
    {
        await using var app = await StoreApp.StartAsync(_folder.Path, cluster);
        foreach (var (body, type, expected) in new[]
        {
            ("""{"dryRun":"yes"}""", "application/json", HttpStatusCode.BadRequest),
            ("""{"dry":true}""", "application/json", HttpStatusCode.BadRequest),
            ("[]", "application/json", HttpStatusCode.BadRequest),
            ("", "application/json", HttpStatusCode.BadRequest),
            ("{}", "text/plain", HttpStatusCode.UnsupportedMediaType),
        })
        {
            using var content = new StringContent(body, System.Text.Encoding.UTF8, type);
            using var response = await app.Http.PostAsync(new Uri("/api/sweeps", UriKind.Relative), content);

            Assert.True(expected == response.StatusCode, $"{body}: {response.StatusCode}");
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        }

        Assert.Empty((await app.Http.GetFromJsonAsync("/api/sweeps")).GetProperty("sweeps").EnumerateArray());
        using var unknown = await app.Http.GetAsync(new Uri("/api/sweeps/sweep-unknown", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Fact]
    public async Task A_sweep_goes_on_after_the_process_was_killed()
    {
        string path;
        await using (var app = await StoreApp.StartAsync(_folder.Path, cluster))
        {
            using var begun = await app.Http.PostAsJsonAsync("/api/sweeps", new { });
            path = begun.Headers.Location!.OriginalString;
            await app.KillAsync();
        }

        await using var again = await StoreApp.StartAsync(_folder.Path, cluster);

        Assert.Equal("Completed", (await EndAsync(again, path)).GetProperty("status").GetString());
        Assert.Single((await again.Http.GetFromJsonAsync("/api/sweeps")).GetProperty("sweeps").EnumerateArray());
    }

    /// <summary>A store whose namespace somebody deleted is told so, and can be deleted.</summary>
    private async Task MissNamespaceAsync(StoreApp app, string store)
    {
        await cluster.Admin.CoreV1.DeleteNamespaceAsync($"store-{store}");
        await Eventually.TrueAsync(async () => !await ExistsAsync(store), () => $"store-{store} should go");
        await SweepAsync(app);
        await SweepAsync(app);

        Assert.Equal(
            "NamespaceMissing", (await app.WaitForPhaseAsync(store, "Failed")).GetProperty("failure").GetProperty("reason").GetString());
        await app.DeleteAsync(store);
        await app.WaitForAbsenceAsync(store);
    }

    private static async Task<JsonElement> SweepAsync(StoreApp app, bool dryRun = false)
    {
        using var begun = await app.Http.PostAsJsonAsync("/api/sweeps", new { dryRun });
        Assert.True(begun.StatusCode == HttpStatusCode.Accepted, await begun.Content.ReadAsStringAsync());
        var sweep = await EndAsync(app, begun.Headers.Location!.OriginalString);
        Assert.True(sweep.GetProperty("status").GetString() == "Completed", $"{sweep}\n{app.Output}");
        return sweep;
    }

    private static async Task<JsonElement> EndAsync(StoreApp app, string path)
    {
        JsonElement sweep = default;
        await Eventually.TrueAsync(
            async () => (sweep = await app.Http.GetFromJsonAsync(path)).GetProperty("status").GetString() != "Running",
            () => $"{sweep}\n{app.Output}");
        return sweep;
    }

    private static (string?, int, string?) Finding(JsonElement sweep, string store)
    {
        var finding = Assert.Single(sweep.GetProperty("findings").EnumerateArray());
        Assert.Equal(
            ("Namespace", $"store-{store}", store),
            (finding.GetProperty("kind").GetString(), finding.GetProperty("what").GetString(), finding.GetProperty("store").GetString()));
        return (
            finding.GetProperty("action").GetString(), finding.GetProperty("sightings").GetInt32(),
            finding.GetProperty("outcome").GetString());
    }

    private static int Count(JsonElement sweep, string what) => sweep.GetProperty("counts").GetProperty(what).GetInt32();

    private async Task MakeAsync(string store, string installation) => await cluster.Admin.CoreV1.CreateNamespaceAsync(new V1Namespace
    {
        Metadata = new V1ObjectMeta
        {
            Name = $"store-{store}",
            Labels = new Dictionary<string, string>
            {
                [StoreResources.StoreLabel] = store,
                [StoreResources.GenerationLabel] = "1",
                [StoreResources.InstallationLabel] = installation,
            },
        },
    });

    private async Task<bool> ExistsAsync(string store) =>
        (await cluster.Admin.CoreV1.ListNamespaceAsync(fieldSelector: $"metadata.name=store-{store}")).Items.Count > 0;
}
