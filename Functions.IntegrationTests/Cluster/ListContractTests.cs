using System.Net;
using System.Text.Json.Nodes;
using k8s;
using k8s.Models;

namespace Functions.IntegrationTests.Cluster;

/// <summary>Lists: selectors, pages, metadata alone, tables.</summary>
public sealed class ListContractTests(TestCluster cluster) : ClusterContractTest(cluster, "lists")
{
    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        foreach (var (name, tier) in new[] { ("a", "x"), ("b", "y"), ("c", "x"), ("d", "z") })
        {
            await CreateConfigMapAsync(name, tier);
        }
    }

    [Theory]
    [InlineData("tier=x", "a,c")]
    [InlineData("tier==x", "a,c")]
    [InlineData("tier in (x, y)", "a,b,c")]
    [InlineData("tier,tier!=x", "b,d")]
    [InlineData("tier notin (x,y),tier", "d")]
    [InlineData("tier=x,!tier", "")]
    public async Task Labels_select(string selector, string expected) => Assert.Equal(expected, await NamesAsync(selector));

    [Theory]
    [InlineData("tier in x")]
    [InlineData("tier=x=y")]
    [InlineData("=x")]
    [InlineData("tier in (x")]
    public Task A_selector_that_cannot_be_read_is_refused(string selector) =>
        RefusedAsync(
            HttpStatusCode.BadRequest, "BadRequest", () => Admin.CoreV1.ListNamespacedConfigMapAsync(Namespace, labelSelector: selector));

    [Fact]
    public async Task Names_select_and_fields_that_are_not_indexed_are_refused()
    {
        var list = await Admin.CoreV1.ListNamespacedConfigMapAsync(Namespace, fieldSelector: "metadata.name=b");
        Assert.Equal("b", Assert.Single(list.Items).Name());
        Assert.DoesNotContain(
            (await Admin.CoreV1.ListNamespacedConfigMapAsync(Namespace, fieldSelector: "metadata.name!=b", labelSelector: "tier")).Items,
            item => item.Name() == "b");
        var refused = await RefusedAsync(
            HttpStatusCode.BadRequest, "BadRequest", () => Admin.CoreV1.ListNamespacedConfigMapAsync(Namespace, fieldSelector: "data.a=1"));
        Assert.StartsWith("\"data.a\" is not a known field selector", refused.Message, StringComparison.Ordinal);
        refused = await RefusedAsync(
            HttpStatusCode.BadRequest,
            "BadRequest",
            () => Client.CoreV1.ListNamespacedPodAsync(Namespace, fieldSelector: "spec.nothing=1"));
        Assert.Equal("field label not supported: spec.nothing", refused.Message);
    }

    [Fact]
    public async Task Pages_show_the_list_as_it_was_at_the_first()
    {
        var first = await Admin.CoreV1.ListNamespacedConfigMapAsync(Namespace, labelSelector: "tier", limit: 2);
        await Client.CoreV1.DeleteNamespacedConfigMapAsync("c", Namespace);
        await CreateConfigMapAsync("bb", "x");
        var second = await Admin.CoreV1.ListNamespacedConfigMapAsync(
            Namespace, labelSelector: "tier", limit: 2, continueParameter: first.Metadata.ContinueProperty);

        Assert.Equal("a,b,c,d", string.Join(',', first.Items.Concat(second.Items).Select(item => item.Name())));
        // A server does not know whether what is left matches.
        while (second.Metadata.ContinueProperty is { Length: > 0 } more)
        {
            second = await Admin.CoreV1.ListNamespacedConfigMapAsync(Namespace, labelSelector: "tier", limit: 2, continueParameter: more);
            Assert.Empty(second.Items);
        }

        Assert.Equal(first.Metadata.ResourceVersion, second.Metadata.ResourceVersion);
        Assert.Equal("a,b,bb,d", await NamesAsync("tier"));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("bm9uc2Vuc2U=")]
    public Task A_place_to_continue_that_no_list_gave_is_refused(string token) =>
        RefusedAsync(
            HttpStatusCode.BadRequest,
            "BadRequest",
            () => Admin.CoreV1.ListNamespacedConfigMapAsync(Namespace, limit: 1, continueParameter: token));

    [Fact]
    public async Task How_many_are_left_is_told_where_nothing_is_selected()
    {
        var all = await Admin.CoreV1.ListNamespacedConfigMapAsync(Namespace);
        var page = await Admin.CoreV1.ListNamespacedConfigMapAsync(Namespace, limit: 1);

        Assert.Equal(all.Items.Count - 1, page.Metadata.RemainingItemCount);
        Assert.Null(
            (await Admin.CoreV1.ListNamespacedConfigMapAsync(Namespace, labelSelector: "tier", limit: 1)).Metadata.RemainingItemCount);
    }

    [Fact]
    public async Task Metadata_alone_is_given_to_who_asks_for_it()
    {
        const string accept = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json";
        var list = await GetAsync("/api/v1/namespaces/{ns}/configmaps?labelSelector=tier%3Dx&limit=1", accept);

        Assert.Equal(("PartialObjectMetadataList", "meta.k8s.io/v1"), ((string)list["kind"]!, (string)list["apiVersion"]!));
        var item = (JsonObject)Assert.Single((JsonArray)list["items"]!)!;
        Assert.Equal("a", (string)item["metadata"]!["name"]!);
        Assert.False(item.ContainsKey("data"));
        Assert.NotNull(list["metadata"]!["continue"]);

        var one = (JsonObject)await GetAsync(
            "/api/v1/namespaces/{ns}/configmaps/b", "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1");
        Assert.Equal("PartialObjectMetadata", (string)one["kind"]!);
        Assert.False(one.ContainsKey("data"));
    }

    [Fact]
    public async Task A_table_is_given_to_who_asks_for_it()
    {
        var table = await GetAsync(
            "/api/v1/namespaces/{ns}/configmaps?fieldSelector=metadata.name%3Db",
            "application/json;as=Table;g=meta.k8s.io;v=v1,application/json");

        Assert.Equal("Table", (string)table["kind"]!);
        Assert.Equal(["Name", "Data", "Age"], ((JsonArray)table["columnDefinitions"]!).Select(column => (string)column!["name"]!));
        var row = Assert.Single((JsonArray)table["rows"]!)!;
        Assert.Equal("b", (string)row["cells"]![0]!);
        Assert.Equal("1", row["cells"]![1]!.ToString());
        Assert.Equal("b", (string)row["object"]!["metadata"]!["name"]!);
    }

    [Fact]
    public async Task A_collection_is_deleted_as_selected()
    {
        await Admin.CoreV1.DeleteCollectionNamespacedConfigMapAsync(Namespace, labelSelector: "tier=x");

        Assert.Equal("b,d", await NamesAsync("tier"));
    }

    private async Task<string> NamesAsync(string selector) =>
        string.Join(
            ',', (await Admin.CoreV1.ListNamespacedConfigMapAsync(Namespace, labelSelector: selector)).Items.Select(item => item.Name()));
}
