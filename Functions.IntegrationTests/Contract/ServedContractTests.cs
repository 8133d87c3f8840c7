using System.Net;
using Functions.IntegrationTests.EndToEnd;
using Functions.IntegrationTests.Web;
using Functions.Tests.Architecture;
using Functions.Tests.Contract;

using static Microsoft.Playwright.Assertions;

namespace Functions.IntegrationTests.Contract;

/// <summary>The contract as the app serves it, as a file and as a page.</summary>
[Collection(nameof(BrowserCollection))]
public sealed class ServedContractTests(Browser browser) : IAsyncLifetime
{
    private static readonly Uri s_file = new("/api/openapi.yaml", UriKind.Relative);
    private static readonly Uri s_page = new("/api/docs", UriKind.Relative);

    private readonly TempFolder _folder = new();
    private StoreApp _app = null!;

    public async Task InitializeAsync() => _app = await StoreApp.StartAsync(_folder.Path, kubeconfig: null);

    public async Task DisposeAsync()
    {
        await _app.DisposeAsync();
        _folder.Dispose();
    }

    // That the answers are those of the contract is seen by the client on the way.
    [Fact]
    public async Task It_is_the_file_of_the_sources_and_is_not_sent_again_while_it_has_not_changed()
    {
        using var sent = await _app.Http.GetAsync(s_file);
        Assert.Equal("application/yaml", sent.Content.Headers.ContentType!.MediaType);
        Assert.Equal(
            await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "openapi.yaml")), await sent.Content.ReadAsStringAsync());

        Assert.Equal(HttpStatusCode.NotModified, await AskAsync("If-Modified-Since", sent.Content.Headers.LastModified!.Value));
        Assert.Equal(HttpStatusCode.PreconditionFailed, await AskAsync("If-Unmodified-Since", DateTimeOffset.UnixEpoch));
        using var head = await _app.Http.SendAsync(new HttpRequestMessage(HttpMethod.Head, s_page));
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
    }

    [ChromiumFact]
    public async Task The_page_lists_every_operation_and_asks_nobody_but_the_app()
    {
        await using var tab = await browser.OpenTabAsync();
        await tab.Page.GotoAsync($"{new Uri(_app.Http.BaseAddress!, s_page)}");
        var listed = tab.Page.Locator(".opblock-summary-control");
        await Expect(listed).ToHaveCountAsync(ApiContract.Current.Operations.Count);

        // Of a path's words the renderer lets each break by itself.
        var texts = (await listed.AllInnerTextsAsync()).Select(text => string.Concat(text.Where(letter => letter is > ' ' and <= '~')));
        Assert.All(ApiContract.Current.Operations, operation => Assert.Contains(
            texts, text => text.StartsWith($"{operation.Method}{operation.Path}", StringComparison.Ordinal)));

        // What is opened is shown with its answers and their examples.
        await listed.Nth(1).ClickAsync();
        await Expect(tab.Page.Locator(".responses-table").First).ToContainTextAsync("The name is taken.");
        await Expect(tab.Page.Locator(".responses-table .highlight-code").First).ToContainTextAsync("\"phase\": \"Queued\"");

        Assert.Contains($"{new Uri(_app.Http.BaseAddress!, s_file)}", tab.RequestedUrls);
        Assert.All(
            tab.RequestedUrls.Select(url => new Uri(url)).Where(url => url.Scheme != "data"),
            url => Assert.Equal(_app.Http.BaseAddress!.Authority, url.Authority));
        Assert.Empty(tab.Complaints);
    }

    private async Task<HttpStatusCode> AskAsync(string condition, DateTimeOffset at)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, s_file) { Headers = { { condition, $"{at:R}" } } };
        using var response = await _app.Http.SendAsync(request);
        return response.StatusCode;
    }
}
