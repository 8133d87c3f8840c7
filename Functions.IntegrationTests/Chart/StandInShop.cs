using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using CliWrap;
using CliWrap.Buffered;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Functions.IntegrationTests.Chart;

/// <summary>
/// As much of a shop as its check asks for, answering as WooCommerce 9.9 was seen to: pages, the Store API, and wp-cli with what the two
/// scripts inside WordPress would say.
/// </summary>
internal sealed class StandInShop : IAsyncDisposable
{
    private const string Api = "/wp-json/wc/store/v1";
    private const string Checkout = $"POST {Api}/checkout";
    private const string Page = "<html><body>shop</body></html>";

    private static readonly Lazy<bool> s_php = new(() => Environment.GetEnvironmentVariable("PATH")!.Split(':')
        .Any(folder => File.Exists(Path.Combine(folder, "php"))));

    private readonly TempFolder _folder = new();
    private WebApplication? _app;

    /// <summary>Why the check cannot run; null when it can.</summary>
    public static string? Missing => s_php.Value ? null : "There is no php: install Debian's packages php-cli and php-curl.";

    /// <summary>What shop-facts.php says of the shop.</summary>
    public JsonObject Facts { get; } = JsonNode.Parse(
        """
        {
          "first": false, "storeApi": "/wp-json/wc/store/v1", "comingSoon": false,
          "pages": {"shop": "/shop/", "cart": "/cart/", "checkout": "/checkout/", "my account": "/my-account/"},
          "product": {"id": 11, "name": "Mug", "path": "/product/mug/", "ships": true},
          "address": {"first_name": "Shop", "city": "Springfield", "postcode": "94103", "state": "CA", "country": "US"}
        }
        """)!.AsObject();

    /// <summary>What wp-cli prints at its end when it fails, as PHP; null when it does not.</summary>
    public string? Fatal { get; set; }

    /// <summary>The cart with one piece in it.</summary>
    public JsonObject Cart { get; } = JsonNode.Parse(
        """
        {
          "items": [{"id": 11}], "needs_shipping": true, "payment_methods": ["cod"],
          "shipping_rates": [{"shipping_rates": [{"rate_id": "flat_rate:1"}]}],
          "totals": {"total_price": "1700", "total_shipping": "500", "currency_minor_unit": 2, "currency_code": "USD"}
        }
        """)!.AsObject();

    /// <summary>Answers in place of the shop's, by method and path.</summary>
    public ConcurrentDictionary<string, Func<HttpContext, Task>> Instead { get; } = new();

    /// <summary>Method and path of every request.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>The payment methods of the purchases that came in.</summary>
    public ConcurrentQueue<string> Purchases { get; } = new();

    /// <summary>What shop-tidy.php was given: the visitor's session and whether something was bought; null before it ran.</summary>
    public string? Tidied => File.Exists(TidyFile) ? File.ReadAllText(TidyFile) : null;

    private string TidyFile => Path.Combine(_folder.Path, "tidied");

    public async Task StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Run(AnswerAsync);
        await _app.StartAsync();
    }

    /// <summary>Has a page answer otherwise.</summary>
    public void Show(string path, int status, string body = Page) => Instead[$"GET {path}"] = context => WriteAsync(context, status, body);

    /// <summary>Has the Store API refuse, as often as said.</summary>
    public void Refuse(string request, int status, string code, int times = int.MaxValue)
    {
        var left = times;
        Instead[$"{request.Split(' ')[0]} {Api}{request.Split(' ')[1]}"] = context =>
        {
            context.Response.Headers["RateLimit-Retry-After"] = "1";
            return Interlocked.Decrement(ref left) >= 0
                ? WriteAsync(context, status, new JsonObject { ["code"] = code, ["message"] = "refused" }.ToJsonString())
                : SellAsync(context);
        };
    }

    /// <summary>Runs the chart's shop check.</summary>
    /// <returns>Its exit code and its last line.</returns>
    public async Task<(int ExitCode, JsonElement Evidence)> CheckAsync()
    {
        var facts = Path.Combine(_folder.Path, "facts.json");
        var wp = Path.Combine(_folder.Path, "wp");
        await File.WriteAllTextAsync(facts, Facts.ToJsonString());
        // What PHP warns of comes before what a script says.
        await File.WriteAllTextAsync(wp, $$"""
            <?php
            $script = array_search('eval-file', $argv) + 1;
            echo "Warning: something is deprecated\n";
            {{(Fatal is null ? "" : $"echo {Fatal}; exit(255);")}}
            if (basename($argv[$script]) === 'shop-facts.php') {
                echo file_get_contents('{{facts}}'), "\n";
            } else {
                file_put_contents('{{TidyFile}}', implode(',', array_slice($argv, $script + 1)));
                echo "0\n";
            }
            """);
        var run = await Cli.Wrap("php")
            .WithArguments([Path.Combine(AppContext.BaseDirectory, "charts", "store", "files", "shop-check.php")])
            .WithEnvironmentVariables(variables => variables.Set("WP_CLI", wp).Set("http_proxy", _app!.Urls.First()).Set("no_proxy", ""))
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync();
        var last = run.StandardOutput.Trim().Split('\n')[^1];
        Assert.True(last.StartsWith('{'), run.StandardOutput + run.StandardError);
        return (run.ExitCode, JsonDocument.Parse(last).RootElement);
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }

        _folder.Dispose();
    }

    private static Task WriteAsync(HttpContext context, int status, string body)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsync(body);
    }

    private Task AnswerAsync(HttpContext context)
    {
        var request = $"{context.Request.Method} {context.Request.Path}";
        Requests.Enqueue(request);
        if (request == Checkout)
        {
            return SellOnceAsync(context);
        }

        return Instead.TryGetValue(request, out var instead) ? instead(context)
            : context.Request.Path.StartsWithSegments(Api, StringComparison.Ordinal) ? SellAsync(context)
            : OpenAsync(context);
    }

    private Task OpenAsync(HttpContext context)
    {
        if (context.Request.Query.ContainsKey("add-to-cart"))
        {
            context.Response.Headers.SetCookie = "wp_woocommerce_session_0af1=t_12ab%7C%7C1796012636%7C%7Cf; path=/; HttpOnly";
        }

        return WriteAsync(context, 200, Page);
    }

    private async Task SellOnceAsync(HttpContext context)
    {
        var order = (await JsonNode.ParseAsync(context.Request.Body))!;
        Purchases.Enqueue((string)order["payment_method"]!);
        await (Instead.TryGetValue(Checkout, out var instead) ? instead(context) : SellAsync(context));
    }

    private Task SellAsync(HttpContext context)
    {
        context.Response.Headers["Nonce"] = "abc";
        var path = context.Request.Path.Value![Api.Length..];
        if (context.Request.Method != "GET" && context.Request.Headers["Nonce"] != "abc")
        {
            return WriteAsync(context, 401, """{"code": "woocommerce_rest_missing_nonce", "message": "Missing the Nonce header."}""");
        }

        return WriteAsync(context, 200, path switch
        {
            "/checkout" =>
                """
                {
                  "order_id": 7, "order_key": "wc_order_x",
                  "payment_result": {"payment_status": "success", "redirect_url": "http://web/checkout/order-received/7/?key=wc_order_x"}
                }
                """,
            "/order/7" => new JsonObject
            {
                ["id"] = 7,
                ["items"] = new JsonArray(new JsonObject { ["name"] = "Mug" }),
                ["totals"] = Cart["totals"]!.DeepClone(),
            }.ToJsonString(),
            _ => Cart.ToJsonString(),
        });
    }
}
