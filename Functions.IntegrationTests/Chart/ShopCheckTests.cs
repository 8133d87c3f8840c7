using System.Text.Json.Nodes;

namespace Functions.IntegrationTests.Chart;

/// <summary>The chart's shop check, run by a real PHP against a shop that misbehaves as told.</summary>
public sealed class ShopCheckTests : IAsyncLifetime
{
    private readonly StandInShop _shop = new();

    public Task InitializeAsync() => _shop.StartAsync();

    public async Task DisposeAsync() => await _shop.DisposeAsync();

    [PhpTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_shop_that_works_is_walked_through_and_sells_once(bool first)
    {
        _shop.Facts["first"] = first;

        var (exitCode, evidence) = await _shop.CheckAsync();

        Assert.True(exitCode == 0, evidence.ToString());
        Assert.True(evidence.GetProperty("ok").GetBoolean());
        Assert.Equal(
            ["front 200", "shop 200", "my account 200", "product 200", "add to cart 200", "cart 200", "checkout 200", "order received 200"],
            evidence.GetProperty("pages").EnumerateObject().Select(page => $"{page.Name} {page.Value}"));
        Assert.Equal(
            ("17.00", "USD", "US", "cod", """{"needed":true,"charged":"5.00"}"""),
            (Text("total"), Text("currency"), Text("country"), Text("payment"), evidence.GetProperty("shipping").GetRawText()));
        Assert.Equal(["cod"], _shop.Purchases);
        Assert.Equal("t_12ab,bought", _shop.Tidied);

        string? Text(string name) => evidence.GetProperty(name).GetString();
    }

    [PhpTheory]
    [InlineData("/", "front page: HTTP 500 at /", 500)]
    [InlineData("/shop/", "shop page: HTTP 404 at /shop/", 404)]
    [InlineData("/product/mug/", "product page: HTTP 404 at /product/mug/", 404)]
    [InlineData("/my-account/", "my account page: HTTP 404 at /my-account/", 404)]
    [InlineData("/cart/", "cart page: the page at /cart/ ends in the middle", 200, "<html><body>")]
    [InlineData(
        "/checkout/", "checkout page: a coming-soon page at /checkout/, which nobody has switched on", 200,
        "<meta name='woo-coming-soon-page' content='yes'></html>")]
    [InlineData("/checkout/order-received/7/", "order received page: HTTP 404 at /checkout/order-received/7/?key=wc_order_x", 404)]
    public async Task A_page_that_is_there_must_answer_also_when_the_shop_is_its_owners(
        string path, string error, int status, string body = "<html></html>")
    {
        _shop.Show(path, status, body);

        var (exitCode, evidence) = await _shop.CheckAsync();

        Assert.Equal((1, error), (exitCode, evidence.GetProperty("error").GetString()));
        Assert.Equal("", _shop.Tidied!.Split(',')[1]);
    }

    [PhpTheory]
    [InlineData("no checkout page", "checkout page: there is none")]
    [InlineData("coming soon", "front page: the shop says that it is coming soon")]
    [InlineData("no payment", "purchase: no way to pay that asks nobody's bank is offered, but stripe")]
    [InlineData("accounts alone", "purchase: HTTP 403 woocommerce_rest_guest_checkout_disabled: refused")]
    [InlineData("sold out", "purchase: HTTP 409 woocommerce_rest_product_out_of_stock: refused")]
    [InlineData("no country", "purchase: the shop sells and ships to no country")]
    [InlineData("no rates", "purchase: nothing is shipped to US")]
    public async Task What_the_owner_has_left_is_borne_once_the_shop_is_his(string change, string leftOut)
    {
        switch (change)
        {
            case "no checkout page":
                _shop.Facts["pages"]!["checkout"] = null;
                break;
            case "coming soon":
                _shop.Facts["comingSoon"] = true;
                _shop.Show("/", 200, "<meta name='woo-coming-soon-page' content='yes'></html>");
                break;
            case "no payment":
                _shop.Cart["payment_methods"] = new JsonArray("stripe");
                break;
            case "accounts alone":
                _shop.Refuse("POST /checkout", 403, "woocommerce_rest_guest_checkout_disabled");
                break;
            case "sold out":
                _shop.Refuse("POST /cart/add-item", 409, "woocommerce_rest_product_out_of_stock");
                break;
            case "no country":
                _shop.Facts["address"] = null;
                break;
            default:
                _shop.Cart["shipping_rates"] = new JsonArray(new JsonObject { ["shipping_rates"] = new JsonArray() });
                break;
        }

        var (exitCode, evidence) = await _shop.CheckAsync();
        _shop.Facts["first"] = true;
        var (firstExitCode, firstEvidence) = await _shop.CheckAsync();

        Assert.True(exitCode == 0, evidence.ToString());
        Assert.Contains(leftOut, evidence.GetProperty("leftOut").EnumerateArray().Select(left => left.GetString()));
        Assert.Equal((1, leftOut), (firstExitCode, firstEvidence.GetProperty("error").GetString()));
        Assert.Equal(0, firstEvidence.GetProperty("leftOut").GetArrayLength());
    }

    [PhpFact]
    public async Task A_shop_without_shipping_says_that_none_is_charged()
    {
        _shop.Cart["needs_shipping"] = false;
        _shop.Cart["totals"]!["total_shipping"] = "0";

        var (exitCode, evidence) = await _shop.CheckAsync();

        Assert.Equal((0, """{"needed":false,"charged":"0.00"}"""), (exitCode, evidence.GetProperty("shipping").GetRawText()));
        Assert.Equal(
            "shipping: no zone has a method, so none is charged",
            Assert.Single(evidence.GetProperty("leftOut").EnumerateArray()).GetString());
    }

    [PhpFact]
    public async Task Who_pays_does_so_as_the_shop_offers_and_asks_nobodys_bank()
    {
        _shop.Cart["payment_methods"] = new JsonArray("stripe", "bacs");

        Assert.Equal(0, (await _shop.CheckAsync()).ExitCode);

        Assert.Equal(["bacs"], _shop.Purchases);
    }

    [PhpTheory]
    [InlineData(502, "bad_gateway")]
    [InlineData(500, "internal_server_error")]
    [InlineData(400, "woocommerce_rest_checkout_failed")]
    public async Task A_purchase_that_fails_fails_the_check_and_is_not_sent_twice(int status, string code)
    {
        _shop.Refuse("POST /checkout", status, code, times: 1);

        var (exitCode, evidence) = await _shop.CheckAsync();

        Assert.Equal((1, $"purchase: HTTP {status} {code}: refused"), (exitCode, evidence.GetProperty("error").GetString()));
        Assert.Single(_shop.Purchases);
        Assert.Equal("t_12ab,", _shop.Tidied);
    }

    [PhpFact]
    public async Task A_purchase_that_is_cut_off_is_not_sent_twice()
    {
        _shop.Instead["POST /wp-json/wc/store/v1/checkout"] = context =>
        {
            context.Abort();
            return Task.CompletedTask;
        };

        Assert.Equal(1, (await _shop.CheckAsync()).ExitCode);

        Assert.Single(_shop.Purchases);
    }

    [PhpTheory]
    [InlineData(400)]
    [InlineData(429)]
    public async Task A_rate_limit_means_later(int status)
    {
        _shop.Refuse("POST /checkout", status, "rate_limit_exceeded", times: 1);

        var (exitCode, evidence) = await _shop.CheckAsync();

        Assert.True(exitCode == 0, evidence.ToString());
        Assert.Equal(2, _shop.Purchases.Count);
        Assert.InRange(evidence.GetProperty("milliseconds").GetProperty("purchase").GetInt32(), 1000, int.MaxValue);
    }

    [PhpFact]
    public async Task A_WordPress_that_dies_is_told_by_the_end_of_what_it_printed()
    {
        _shop.Fatal = """str_repeat("\u{e9}", 4000), "Fatal error: no memory\xff" """;

        var (exitCode, evidence) = await _shop.CheckAsync();

        Assert.Equal(1, exitCode);
        Assert.EndsWith("Fatal error: no memory\ufffd", evidence.GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.InRange(evidence.GetRawText().Length, 1, 4096);
    }
}
