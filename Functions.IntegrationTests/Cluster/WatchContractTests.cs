using System.Text.Json.Nodes;
using k8s;
using k8s.Models;

namespace Functions.IntegrationTests.Cluster;

/// <summary>Watches: from a version on, by selection, and what is said of a version that is too old.</summary>
public sealed class WatchContractTests(TestCluster cluster) : ClusterContractTest(cluster, "watch")
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_watch_goes_on_from_a_version()
    {
        var list = await Admin.CoreV1.ListNamespacedConfigMapAsync(Namespace);
        var made = await CreateConfigMapAsync("watched");
        made.Data["a"] = "2";
        var changed = await Admin.CoreV1.ReplaceNamespacedConfigMapAsync(made, "watched", Namespace);
        await Client.CoreV1.DeleteNamespacedConfigMapAsync("watched", Namespace);

        Assert.Equal(["Added 1", "Modified 2", "Deleted 2"], await SeeAsync(3, list.Metadata.ResourceVersion));
        Assert.Equal(["Deleted 2"], await SeeAsync(1, changed.ResourceVersion()));
    }

    [Fact]
    public async Task Without_a_version_it_begins_with_what_there_is()
    {
        await CreateConfigMapAsync("there");

        Assert.Equal(["Added 1"], await SeeAsync(1, null));
    }

    [Fact]
    public async Task What_enters_or_leaves_the_selection_is_added_or_deleted()
    {
        var list = await Admin.CoreV1.ListNamespacedConfigMapAsync(Namespace);
        var made = await CreateConfigMapAsync("moving", "x");
        foreach (var tier in new[] { "y", "x" })
        {
            made.Metadata.Labels["tier"] = tier;
            made = await Admin.CoreV1.ReplaceNamespacedConfigMapAsync(made, "moving", Namespace);
        }

        Assert.Equal(["Added 1", "Deleted 1", "Added 1"], await SeeAsync(3, list.Metadata.ResourceVersion, "tier=x"));
    }

    [ForgetfulClusterFact]
    public async Task A_version_that_is_no_longer_kept_is_gone()
    {
        using var limit = new CancellationTokenSource(s_patience);
        using var response = await SendAsync(HttpMethod.Get, "/api/v1/namespaces/{ns}/configmaps?watch=true&resourceVersion=1");
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(limit.Token));

        var line = JsonNode.Parse((await reader.ReadLineAsync(limit.Token))!)!;

        var status = (string?)line["type"] == "ERROR" ? line["object"]! : line;
        Assert.Equal((410, "Expired"), ((int)status["code"]!, (string)status["reason"]!));
        Assert.StartsWith("too old resource version: 1 (", (string)status["message"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_watch_ends_when_its_time_is_over()
    {
        using var limit = new CancellationTokenSource(s_patience);
        using var response = await SendAsync(
            HttpMethod.Get, "/api/v1/namespaces/{ns}/configmaps?watch=true&timeoutSeconds=1&fieldSelector=metadata.name%3Dnobody");

        Assert.Equal("", await response.Content.ReadAsStringAsync(limit.Token));
    }

    [Fact]
    public async Task A_version_that_is_no_number_is_refused()
    {
        // Older servers answer 500 to it.
        using var response = await SendAsync(HttpMethod.Get, "/api/v1/namespaces/{ns}/configmaps?watch=true&resourceVersion=abc");
        Assert.False(response.IsSuccessStatusCode);
        Assert.Contains("resourceVersion: Invalid value", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    /// <summary>The first changes of config maps that tests make, with the value of "a".</summary>
    private async Task<List<string>> SeeAsync(int count, string? version, string? labelSelector = null)
    {
        var seen = new List<string>();
        using var limit = new CancellationTokenSource(s_patience);
        await foreach (var (type, item) in Admin.CoreV1.WatchListNamespacedConfigMapAsync(
            Namespace, resourceVersion: version, labelSelector: labelSelector, cancellationToken: limit.Token))
        {
            // Real clusters put a certificate into every namespace.
            if (item.Data.TryGetValue("a", out var value))
            {
                seen.Add($"{type} {value}");
                if (seen.Count == count)
                {
                    break;
                }
            }
        }

        return seen;
    }
}
