using System.Net;
using System.Text.Json;
using Functions.IntegrationTests.Cluster;

namespace Functions.IntegrationTests.EndToEnd;

/// <summary>What a store's answer says of its mail relay: what its release has, not what the app would install today.</summary>
[Collection(UpkeepCollection.Name)]
[Trait("Category", ClusterCollection.Category)]
[Trait("Node", "Simulated")]
public sealed class MailRelayEndToEndTests(TestCluster cluster) : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_store_is_said_to_have_a_mail_relay_once_it_was_upgraded_to_have_one_and_until_it_was_upgraded_to_have_none()
    {
        var name = TestCluster.UniqueName("mailing");
        var values = Path.Combine(_folder.Path, "mail.yaml");
        await File.WriteAllTextAsync(values, "mail: {host: smtp.example.com, from: shop@example.com, cidrs: [192.0.2.25/32]}");
        await using (var app = await StoreApp.StartAsync(_folder.Path, cluster))
        {
            var asked = await app.CreateAsync(name);
            Assert.Equal(JsonValueKind.Null, asked.GetProperty("hasMailRelay").ValueKind);
            Assert.False(HasMailRelay(await app.WaitForPhaseAsync(name, "Ready", "Failed")));
        }

        await using (var app = await StoreApp.StartAsync(_folder.Path, cluster, ("Helm__ValuesFiles__0", values)))
        {
            Assert.False(HasMailRelay((await app.GetAsync(name))!.Value));
            Assert.True(await HasMailRelayAfterAsync(app, name, "upgrade"));
        }

        await using (var app = await StoreApp.StartAsync(_folder.Path, cluster))
        {
            Assert.True(await HasMailRelayAfterAsync(app, name, "repair"));
            Assert.False(await HasMailRelayAfterAsync(app, name, "upgrade"));
            await app.DeleteAsync(name);
            await app.WaitForAbsenceAsync(name);
        }
    }

    private static bool HasMailRelay(JsonElement store)
    {
        Assert.True(store.GetProperty("phase").GetString() == "Ready", store.ToString());
        return store.GetProperty("hasMailRelay").GetBoolean();
    }

    private static async Task<bool> HasMailRelayAfterAsync(StoreApp app, string name, string verb)
    {
        await app.AskAsync(name, verb, HttpStatusCode.Accepted);
        return HasMailRelay(await app.WaitForPhaseAsync(name, "Ready", "Degraded"));
    }
}
