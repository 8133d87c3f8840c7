using System.Net;

namespace Functions.IntegrationTests.Chart;

/// <summary>What a shop's Apache keeps from strangers, and whom it believes.</summary>
public sealed class StrangersTests(ApacheServer apache) : IClassFixture<ApacheServer>
{
    private const string Ingress = "exposure.type=Ingress,exposure.host=shop.example.com";

    [ApacheTheory]
    [InlineData("/readme.html")]
    [InlineData("/license.txt")]
    [InlineData("/wp-content/plugins/tool/readme.txt")]
    [InlineData("/wp-content//plugins/tool/LICENSE")]
    [InlineData("/wp-content/plugins/tool/lib/changelog.md")]
    [InlineData("/wp-content/themes/tool/app.js.LICENSE.txt")]
    [InlineData("/xmlrpc.php")]
    [InlineData("//xmlrpc.php?rsd")]
    [InlineData("/xmlrpc.php/x")]
    [InlineData("/wp-cron.php")]
    [InlineData("//wp-cron.php?doing_wp_cron")]
    [InlineData("/wp-admin/install.php")]
    [InlineData("/wp-admin//upgrade.php")]
    [InlineData("/wp-admin/maint/repair.php")]
    public async Task What_tells_versions_or_works_without_a_login_is_refused(string path)
    {
        apache.Write(path.Split('?')[0].Replace("php/x", "php", StringComparison.Ordinal).TrimStart('/'), "told");

        Assert.Equal((HttpStatusCode.Forbidden, ""), await apache.GetAsync(path));
    }

    [ApacheTheory]
    [InlineData("wp-content/plugins/tool/license-manager.js")]
    [InlineData("wp-content/plugins/readme/app.css")]
    [InlineData("wp-content/uploads/2026/11/license.txt")]
    [InlineData("wp-admin/admin-ajax.php")]
    public async Task What_only_sounds_like_it_is_served(string file)
    {
        apache.Write(file, "public");

        Assert.Equal((HttpStatusCode.OK, "public"), await apache.GetAsync($"/{file}"));
    }

    [ApacheTheory]
    [InlineData("/wp-cron.php?doing_wp_cron", HttpStatusCode.OK)]
    [InlineData("/", HttpStatusCode.Forbidden)]
    [InlineData("/wp-login.php", HttpStatusCode.Forbidden)]
    public async Task The_port_of_the_shops_own_pods_is_for_scheduled_work(string path, HttpStatusCode expected)
    {
        apache.Write("wp-cron.php", "work");

        Assert.Equal(expected, await apache.GetByOwnPortAsync(path));
    }

    [ApacheTheory]
    [InlineData("", "")]
    [InlineData("true", "max-age=31536000")]
    public async Task Browsers_are_told_what_to_hold_back(string tls, string strict)
    {
        await using var server = await StartAsync("", ("STORE_TLS", tls));

        var headers = await server.Apache.AskAsync("/");

        Assert.Equal("nosniff", headers["X-Content-Type-Options"].Single());
        Assert.Equal("SAMEORIGIN", headers["X-Frame-Options"].Single());
        Assert.Equal("frame-ancestors 'self'; base-uri 'self'", headers["Content-Security-Policy"].Single());
        Assert.Equal("strict-origin-when-cross-origin", headers["Referrer-Policy"].Single());
        Assert.DoesNotContain("payment", headers["Permissions-Policy"].Single(), StringComparison.Ordinal);
        Assert.Equal(strict, string.Concat(headers["Strict-Transport-Security"]));
        Assert.Equal("Apache", headers["Server"].Single());
    }

    [ApacheTheory]
    [InlineData("true", HttpStatusCode.OK)]
    [InlineData("", HttpStatusCode.Forbidden)]
    public async Task The_mobile_app_can_be_let_in(string value, HttpStatusCode expected)
    {
        await using var server = await StartAsync("", ("STORE_XMLRPC", value));
        server.Apache.Write("xmlrpc.php", "app");

        Assert.Equal(expected, (await server.Apache.GetAsync("/xmlrpc.php")).Status);
    }

    [ApacheTheory]
    [InlineData("", "127.0.0.1", "")]
    [InlineData("exposure.trustedProxies={192.0.2.0/24}", "127.0.0.1", "")]
    [InlineData("exposure.trustedProxies={192.0.2.0/24,127.0.0.0/8}", "203.0.113.9", "https")]
    [InlineData($"{Ingress},exposure.trustedProxies={{192.0.2.0/24}}", "127.0.0.1", "https")]
    [InlineData($"{Ingress},exposure.trustedProxies={{127.0.0.0/8}}", "203.0.113.9", "https")]
    public async Task Only_a_trusted_proxy_says_where_a_visitor_comes_from(string set, string address, string proto)
    {
        await using var server = await StartAsync(set);

        var seen = await server.Apache.AskAsync(
            "/", ("X-Forwarded-For", "198.51.100.6, 203.0.113.9"), ("X-Real-IP", "198.51.100.6"), ("X-Forwarded-Proto", "https"));

        Assert.Equal((address, proto, ""), (Seen("Address"), Seen("Proto"), Seen("For")));

        string Seen(string what) => string.Concat(seen[$"X-Seen-{what}"]);
    }

    private static async Task<Running> StartAsync(string set, params (string Name, string Value)[] environment)
    {
        var server = new ApacheServer { Set = set, Environment = environment.ToDictionary(pair => pair.Name, pair => pair.Value) };
        await server.InitializeAsync();
        return new Running(server);
    }

    private sealed record Running(ApacheServer Apache) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Apache.DisposeAsync();
            Apache.Dispose();
        }
    }
}
