using System.Net;
using System.Text.Json.Nodes;

namespace Functions.IntegrationTests.Chart;

/// <summary>Which visitors are shown a page that was kept, and which page is kept at all.</summary>
public sealed class PageCacheTests : IAsyncLifetime
{
    private readonly CachedShop _shop = new();

    public Task InitializeAsync() => StandInShop.Missing is null ? _shop.StartAsync() : Task.CompletedTask;

    public async Task DisposeAsync() => await _shop.DisposeAsync();

    [PhpFact]
    public async Task A_page_is_made_once_and_shown_again_with_all_that_it_came_with()
    {
        var (made, body, first) = await _shop.AskAsync();
        var (kept, again, second) = await _shop.AskAsync();
        var (_, plain, third) = await _shop.AskAsync(headers: ("Accept-Encoding", "identity, gzip;q=0"));
        var (_, nothing, fourth) = await _shop.AskAsync(method: HttpMethod.Head);

        Assert.Equal(("fwd=miss; stored", "hit"), (made, kept));
        Assert.Equal((1, body, body, ""), (_shop.Made, again, plain, nothing));
        Assert.Equal(["gzip"], second.Content.Headers.ContentEncoding);
        Assert.Empty(third.Content.Headers.ContentEncoding);
        Assert.All([first, second, third, fourth], answer =>
        {
            Assert.Equal(["<http://shop/?p=1>; rel=shortlink"], answer.Headers.GetValues("Link"));
            Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
            Assert.Equal(["Accept-Encoding", "Cookie"], answer.Headers.Vary);
        });
    }

    [PhpTheory]
    [InlineData("/product/mug/", "Cookie", "woocommerce_items_in_cart=1")]
    [InlineData("/product/mug/", "Cookie", "wp_woocommerce_session_0af1=t_12ab")]
    [InlineData("/product/mug/", "Cookie", "wordpress_logged_in_0af1=owner")]
    // What nobody has heard of may change a page, too.
    [InlineData("/product/mug/", "Cookie", "currency=EUR")]
    [InlineData("/product/mug/", "Authorization", "Basic b3duZXI6c2VjcmV0")]
    [InlineData("/product/mug/?add-to-cart=7", "X-Any", "1")]
    [InlineData("/wp-login.php", "X-Any", "1")]
    [InlineData("/wp-json/wc/store/v1/cart", "X-Any", "1")]
    public async Task Who_is_not_like_every_other_visitor_has_his_page_made(string path, string header, string value)
    {
        await _shop.AskAsync(path);

        Assert.Equal("fwd=bypass", (await _shop.AskAsync(path, headers: (header, value))).Status);
        Assert.Equal("fwd=bypass", (await _shop.AskAsync(path, HttpMethod.Post)).Status);
        Assert.Equal(3, _shop.Made);
    }

    [PhpTheory]
    [InlineData("sbjs_migrations=1418474375998%3D1; sbjs_current=typ%3Dtypein; sbjs_udata=vst%3D1")]
    [InlineData("_ga=GA1.1.1; _ga_ABC=GS1.1; _gid=GA1; _fbp=fb.1; _gcl_au=1.1")]
    public async Task Cookies_that_the_browser_alone_reads_do_not_count(string cookies)
    {
        await _shop.AskAsync();

        Assert.Equal("hit", (await _shop.AskAsync(headers: ("Cookie", cookies))).Status);
    }

    [PhpTheory]
    [InlineData("headers", """["Set-Cookie: wp_woocommerce_session_0af1=t_12ab; path=/"]""")]
    [InlineData("headers", """["Cache-Control: no-cache, must-revalidate, max-age=0, no-store, private"]""")]
    [InlineData("headers", """["Content-Type: application/rss+xml"]""")]
    [InlineData("status", "404")]
    [InlineData("status", "503")]
    [InlineData("donotcachepage", "true")]
    [InlineData("loggedIn", "true")]
    [InlineData("search", "true")]
    [InlineData("died", "true")]
    [InlineData("cut", "true")]
    [InlineData("flushed", "true")]
    // Each visitor's own prices, by his country.
    [InlineData("address", "\"geolocation\"")]
    public async Task A_page_for_one_visitor_or_of_one_moment_is_not_kept(string what, string value)
    {
        _shop.State[what] = JsonNode.Parse(value);
        await _shop.SayAsync();

        Assert.Equal("fwd=miss", (await _shop.AskAsync()).Status);
        Assert.Equal("fwd=miss", (await _shop.AskAsync()).Status);
        Assert.Equal(2, _shop.Made);
        Assert.False(Directory.Exists(_shop.Pages) && Directory.EnumerateFiles(_shop.Pages, "*", SearchOption.AllDirectories).Any());
    }

    [PhpFact]
    public async Task A_change_of_the_shop_is_seen_at_once_and_what_was_kept_before_goes()
    {
        await _shop.AskAsync();
        _shop.State["change"] = "00000000000000b2";
        await _shop.SayAsync();

        Assert.Equal("fwd=miss; stored", (await _shop.AskAsync()).Status);
        Assert.Equal("hit", (await _shop.AskAsync()).Status);
        Assert.Equal(["00000000000000b2"], Directory.GetDirectories(_shop.Pages).Select(Path.GetFileName));
    }

    [PhpFact]
    public async Task A_page_that_was_made_while_the_shop_changed_is_not_shown_afterwards()
    {
        _shop.State["becomes"] = "00000000000000c3";
        await _shop.SayAsync();

        await _shop.AskAsync();

        Assert.Equal("fwd=miss; stored", (await _shop.AskAsync()).Status);
        Assert.Equal(2, _shop.Made);
    }

    [PhpFact]
    public async Task Nothing_is_taken_for_current_that_the_database_does_not_tell()
    {
        await _shop.AskAsync();
        _shop.State["down"] = true;
        await _shop.SayAsync();
        Assert.Equal("fwd=bypass", (await _shop.AskAsync()).Status);

        // A shop that no version of the chart with a page cache has set up yet.
        (_shop.State["down"], _shop.State["change"]) = (false, null);
        await _shop.SayAsync();
        Assert.Equal("fwd=bypass", (await _shop.AskAsync()).Status);
    }

    [PhpFact]
    public async Task A_page_is_kept_for_ten_minutes()
    {
        await _shop.AskAsync();
        File.SetLastWriteTimeUtc(Kept(), DateTime.UtcNow.AddMinutes(-9));
        Assert.Equal("hit", (await _shop.AskAsync()).Status);

        File.SetLastWriteTimeUtc(Kept(), DateTime.UtcNow.AddMinutes(-10));
        Assert.Equal("fwd=miss; stored", (await _shop.AskAsync()).Status);
        Assert.Equal("hit", (await _shop.AskAsync()).Status);

        string Kept() => Assert.Single(Directory.GetFiles(_shop.Pages, "*", SearchOption.AllDirectories));
    }

    [PhpFact]
    public async Task A_page_that_was_made_under_another_name_is_not_shown()
    {
        await _shop.AskAsync(headers: ("Host", "shop.example.com"));

        Assert.Equal("fwd=miss; stored", (await _shop.AskAsync(headers: ("Host", "evil.example.com"))).Status);
        Assert.Equal("hit", (await _shop.AskAsync(headers: ("Host", "shop.example.com"))).Status);
    }

    [PhpFact]
    public async Task Made_up_addresses_fill_no_disk_and_old_pages_make_room()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_shop.Pages, "00000000000000a1")).FullName;
        for (var page = 0; page < 500; page++)
        {
            await File.WriteAllTextAsync(Path.Combine(folder, $"{page}"), "[]\n");
        }

        Assert.Equal("fwd=miss", (await _shop.AskAsync("/made-up/")).Status);

        foreach (var page in Directory.GetFiles(folder))
        {
            File.SetLastWriteTimeUtc(page, DateTime.UtcNow.AddMinutes(-11));
        }

        Assert.Equal("fwd=miss; stored", (await _shop.AskAsync("/made-up/")).Status);
        Assert.Single(Directory.GetFiles(folder));
    }

    [PhpTheory]
    [InlineData("")]
    [InlineData("[]\nno gzip")]
    [InlineData("no JSON\nno gzip")]
    public async Task What_is_damaged_is_made_anew(string damaged)
    {
        var (_, body, _) = await _shop.AskAsync();
        await File.WriteAllTextAsync(Directory.GetFiles(_shop.Pages, "*", SearchOption.AllDirectories).Single(), damaged);

        var (status, again, answer) = await _shop.AskAsync(headers: ("Accept-Encoding", "identity"));

        Assert.Equal((HttpStatusCode.OK, "fwd=miss; stored"), (answer.StatusCode, status));
        Assert.Equal(body.Replace("1. time", "2. time", StringComparison.Ordinal), again);
    }
}
