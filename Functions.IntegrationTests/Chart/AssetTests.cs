namespace Functions.IntegrationTests.Chart;

/// <summary>How long browsers keep what belongs to a shop's pages, and what is compressed on the way, by a real Apache.</summary>
public sealed class AssetTests(ApacheServer apache) : IClassFixture<ApacheServer>
{
    private const string Year = "public, max-age=31536000";
    private const string Day = "public, max-age=86400";

    [ApacheTheory]
    [InlineData("wp-includes/js/dist/dom.min.js", "?ver=26edef3be648", Year)]
    [InlineData("wp-content/plugins/woocommerce/assets/css/shop.css", "?lang=de&ver=9.9.5", Year)]
    [InlineData("wp-content/themes/shop/font.woff2", "", Day)]
    [InlineData("wp-content/uploads/2026/11/mug.JPG", "", Day)]
    // Named by no version.
    [InlineData("wp-content/themes/shop/style.css", "?ver=", Day)]
    [InlineData("wp-content/themes/shop/other.css", "?server=1", Day)]
    // What is no part of a page, and what PHP answers, speaks for itself.
    [InlineData("wp-content/uploads/2026/11/terms.pdf", "", null)]
    [InlineData("index.php", "?ver=1", null)]
    public async Task Browsers_keep_what_belongs_to_pages_as_long_as_its_address_says(string file, string query, string? expected)
    {
        if (file != "index.php")
        {
            apache.Write(file, "text");
        }

        Assert.Equal(expected, (await apache.AskAsync($"/{file}{query}"))["Cache-Control"].SingleOrDefault());
    }

    [ApacheTheory]
    [InlineData("wp-content/themes/shop/long.css", true)]
    [InlineData("wp-includes/js/long.js", true)]
    [InlineData("wp-content/themes/shop/long.svg", true)]
    [InlineData("wp-content/themes/shop/theme.json", true)]
    [InlineData("wp-content/uploads/2026/11/long.jpg", false)]
    public async Task Text_is_compressed(string file, bool compressed)
    {
        apache.Write(file, string.Concat(Enumerable.Repeat("a line of text\n", 200)));

        var encodings = (await apache.AskAsync($"/{file}", ("Accept-Encoding", "gzip")))["Content-Encoding"];

        Assert.Equal(compressed ? ["gzip"] : [], encodings);
    }

    [ApacheTheory]
    [InlineData("wp-content/uploads/wc-logs/error.log")]
    [InlineData("wp-content/uploads/missing.css")]
    public async Task No_refusal_is_kept(string file) => Assert.Empty((await apache.AskAsync($"/{file}?ver=1"))["Cache-Control"]);
}
