using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Functions.Benchmarks.Shop;

/// <summary>People who look at a shop's products and categories, each with cookies of his own.</summary>
/// <param name="shop">The shop.</param>
/// <param name="carts">Whether each has put something in his cart first; they look at it, too.</param>
/// <param name="count">How many, all at once.</param>
internal sealed class Visitors(ShopAddress shop, bool carts, int count)
{
    private const string Api = "/wp-json/wc/store/v1";

    /// <summary>Looks at one page after the other for some time.</summary>
    /// <exception cref="InvalidOperationException">The shop answered something else than a whole page.</exception>
    public async Task<Looks> BrowseAsync(TimeSpan time)
    {
        var pages = await PagesAsync();
        var people = new List<HttpClient>();
        try
        {
            for (var number = 0; number < count; number++)
            {
                people.Add(await ComeAsync());
            }

            var looks = new ConcurrentQueue<double>();
            using var self = Process.GetCurrentProcess();
            var (before, since) = (self.TotalProcessorTime, Stopwatch.GetTimestamp());
            await Task.WhenAll(people.Select(async (person, number) =>
            {
                for (var page = number; Stopwatch.GetElapsedTime(since) < time; page++)
                {
                    var asked = Stopwatch.GetTimestamp();
                    await LookAsync(person, pages[page % pages.Count]);
                    looks.Enqueue(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
                }
            }));
            var took = Stopwatch.GetElapsedTime(since);
            self.Refresh();
            return new Looks().Add(looks, took, self.TotalProcessorTime - before);
        }
        finally
        {
            people.ForEach(person => person.Dispose());
        }
    }

    private static async Task LookAsync(HttpClient person, string page)
    {
        using var answer = await person.GetAsync(page);
        var text = await answer.Content.ReadAsStringAsync();
        if (answer.StatusCode != HttpStatusCode.OK || !text.Contains("</html>", StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"{page} answered {(int)answer.StatusCode} and {text.Length} characters.");
        }
    }

    // As the shop itself links to them.
    private async Task<IReadOnlyList<string>> PagesAsync()
    {
        using var person = NewPerson();
        var products = await person.GetFromJsonAsync<JsonArray>($"{Api}/products?per_page=20");
        var categories = await person.GetFromJsonAsync<JsonArray>($"{Api}/products/categories");
        var pages = products!.Concat(categories!).Select(thing => new Uri(thing!["permalink"]!.GetValue<string>()).AbsolutePath);
        return [.. pages, .. carts ? ["/cart/"] : (string[])[]];
    }

    private async Task<HttpClient> ComeAsync()
    {
        var person = NewPerson();
        if (carts)
        {
            using var cart = await person.GetAsync($"{Api}/cart");
            var product = (await person.GetFromJsonAsync<JsonArray>($"{Api}/products?per_page=1"))![0]!["id"]!.GetValue<int>();
            using var add = new HttpRequestMessage(HttpMethod.Post, $"{Api}/cart/add-item");
            add.Content = JsonContent.Create(new { id = product, quantity = 1 });
            add.Headers.Add("Nonce", cart.Headers.GetValues("Nonce"));
            using var added = await person.SendAsync(add);
            added.EnsureSuccessStatusCode();
        }

        return person;
    }

    // Without pauses, whoever has a connection would keep its worker from those who have none.
    private HttpClient NewPerson() =>
        new(new SocketsHttpHandler { CookieContainer = new CookieContainer(), AutomaticDecompression = DecompressionMethods.GZip })
        {
            BaseAddress = shop.Address,
            DefaultRequestHeaders = { ConnectionClose = true },
        };
}
