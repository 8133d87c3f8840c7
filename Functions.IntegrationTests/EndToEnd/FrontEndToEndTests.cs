using System.Net;
using Functions.IntegrationTests.Cluster;

namespace Functions.IntegrationTests.EndToEnd;

/// <summary>Who is let in where nobody is asked for a key, over HTTP and through the host.</summary>
[Collection(UpkeepCollection.Name)]
public sealed class FrontEndToEndTests(TestCluster cluster) : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("http://127.0.0.1:0")]
    [InlineData("http://0.0.0.0:0")]
    public async Task A_name_that_is_not_the_apps_sees_nothing_and_changes_nothing(string urls)
    {
        await using var app = await StoreApp.StartAsync(
            _folder.Path, cluster, ("ASPNETCORE_URLS", urls), ("Api__Hosts__0", "admin.example"));
        (string, string)[] claims = [("X-Forwarded-Host", "localhost"), ("X-Forwarded-For", "127.0.0.1")];
        (string, string)[] requests =
            [("GET", "/"), ("GET", "/api/stores"), ("DELETE", "/api/stores/nobody"), ("POST", "/api/stores/nobody/upgrade")];

        foreach (var (method, path) in requests)
        {
            Assert.Equal(HttpStatusCode.MisdirectedRequest, await AskAsync(app, method, path, "evil.example", claims));
            Assert.NotEqual(HttpStatusCode.MisdirectedRequest, await AskAsync(app, method, path, "admin.example"));
        }

        Assert.Contains(
            "HTTP: whoever reaches this address may do everything, without a key; it answers to localhost, admin.example", app.Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_of_another_site_can_ask_for_nothing()
    {
        await using var app = await StoreApp.StartAsync(_folder.Path, cluster);
        var own = app.Http.BaseAddress!.Authority;

        Assert.Equal(HttpStatusCode.Forbidden, await PostAsync("/api/stores/nobody/upgrade", ("Origin", "http://evil.example")));
        Assert.Equal(HttpStatusCode.Forbidden, await PostAsync("/api/stores/nobody/cancel", ("Sec-Fetch-Site", "cross-site")));
        Assert.Equal(HttpStatusCode.Forbidden, await PostAsync("/api/sweeps", ("Origin", "null")));
        Assert.Equal(HttpStatusCode.NotFound, await PostAsync("/api/stores/nobody/upgrade", ("Origin", $"http://{own}")));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(app, "GET", "/", own, ("Sec-Fetch-Site", "cross-site")));

        Task<HttpStatusCode> PostAsync(string path, (string, string) header) => AskAsync(app, "POST", path, own, header);
    }

    private static async Task<HttpStatusCode> AskAsync(
        StoreApp app, string method, string path, string host, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Headers = { Host = host } };
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        using var response = await app.Http.SendAsync(request);
        return response.StatusCode;
    }
}
