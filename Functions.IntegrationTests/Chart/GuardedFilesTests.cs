using System.Net;

namespace Functions.IntegrationTests.Chart;

/// <summary>Which files of a shop's plugins and visitors a stranger gets, from a real Apache.</summary>
public sealed class GuardedFilesTests(ApacheServer apache) : IClassFixture<ApacheServer>
{
    private const string Uploads = "wp-content/uploads";
    private const string WooCommerce = "deny from all";
    private const string Current = "Require all denied";
    private const string Either =
        "<IfModule !mod_authz_core.c>\nDeny from all\n</IfModule>\n<IfModule mod_authz_core.c>\nRequire all denied\n</IfModule>";
    private const string Files = "<FilesMatch \"\\.(pdf|csv)$\">\nOrder Allow,Deny\nDeny from all\n</FilesMatch>";
    private const string Rewriting = "<IfModule mod_rewrite.c>\nRewriteEngine On\nRewriteRule . - [F,L]\n</IfModule>";
    private const string Forms =
        "<Files *>\nSetHandler none\nSetHandler default-handler\nOptions -ExecCGI\nRemoveHandler .cgi .php\n</Files>";
    private const string Open =
        "Options +Indexes\nSatisfy Any\nOrder Allow,Deny\nAllow from all\nRequire all granted\nRewriteEngine Off";

    [ApacheTheory]
    [InlineData("woocommerce_uploads", WooCommerce)]
    [InlineData("exports", Current)]
    [InlineData("forms", Either)]
    [InlineData("invoices", Files)]
    [InlineData("private", Rewriting)]
    [InlineData("mailed", "RedirectMatch 403 .*")]
    [InlineData("unknown", "NoSuchDirective on\ndeny from all", HttpStatusCode.InternalServerError)]
    public async Task A_folder_that_a_plugin_guards_is_closed_with_all_below_it(
        string folder, string guard, HttpStatusCode expected = HttpStatusCode.Forbidden)
    {
        apache.Write($"{Uploads}/{folder}/.htaccess", guard);
        apache.Write($"{Uploads}/{folder}/2026/11/x.pdf", "private");

        Assert.Equal((expected, ""), await apache.GetAsync($"/{Uploads}/{folder}/2026/11/x.pdf"));
    }

    /// <summary>WooCommerce opens it where the owner has files linked to ("redirect only").</summary>
    [ApacheTheory]
    [InlineData("/wp-content/uploads/woocommerce_uploads/2026/11/sold.pdf")]
    [InlineData("/wp-content//uploads/woocommerce_uploads/2026/11/sold.pdf")]
    public async Task What_a_shop_sells_as_files_is_closed_until_WooCommerce_says_otherwise(string path)
    {
        apache.Write($"{Uploads}/woocommerce_uploads/2026/11/sold.pdf", "private");
        apache.Remove($"{Uploads}/woocommerce_uploads/.htaccess");
        Assert.Equal((HttpStatusCode.Forbidden, ""), await apache.GetAsync(path));

        apache.Write($"{Uploads}/woocommerce_uploads/.htaccess", "Options -Indexes");
        Assert.Equal((HttpStatusCode.OK, "private"), await apache.GetAsync(path));
    }

    [ApacheTheory]
    [InlineData("wc-logs/fatal-errors-2026-11-29-abc.log")]
    [InlineData("wc-logs/note.txt")]
    [InlineData("woocommerce_transient_files/2026-11-29/report.html")]
    [InlineData("loose/wc-product-export-29-11-2026-1764446400000.csv")]
    [InlineData("loose/.user.ini")]
    [InlineData("hidden/.htaccess")]
    [InlineData("loose/.git/config")]
    [InlineData("loose/shell.php")]
    [InlineData("loose/shell.PhP5")]
    [InlineData("loose/shell.phar")]
    [InlineData("loose/shell.phtml")]
    [InlineData("loose/dump.sql")]
    [InlineData("loose/dump.sql.gz")]
    [InlineData("backwpup-1f2e-backups/2026-11-29.tar.gz")]
    [InlineData("loose/wp-config.bak")]
    public async Task What_is_nobodys_to_see_is_refused_without_a_guard_and_against_one_that_opens(string file)
    {
        apache.Write($"{Uploads}/{file}", "private");
        Assert.Equal((HttpStatusCode.Forbidden, ""), await apache.GetAsync($"/{Uploads}/{file}"));

        apache.Write($"{Uploads}/{Path.GetDirectoryName(file)}/.htaccess", Open);
        Assert.Equal((HttpStatusCode.Forbidden, ""), await apache.GetAsync($"/wp-content//uploads/{file}"));
    }

    [ApacheTheory]
    [InlineData($"{Uploads}/2026/11/mug.jpg", null)]
    [InlineData($"{Uploads}/redirected/mug.pdf", "Options -Indexes")]
    [InlineData($"{Uploads}/gravity_forms/letter.pdf", Forms)]
    [InlineData($"{Uploads}/backups/cellar.jpg", null)]
    [InlineData($"{Uploads}/2026/11/backup-tool.zip", null)]
    [InlineData("wp-content/plugins/guarded/form.js", "Require all denied\n<Files form.js>\nRequire all granted\n</Files>")]
    [InlineData(".well-known/security.txt", null)]
    public async Task What_is_for_visitors_is_served(string file, string? guard)
    {
        apache.Write(file, "public");
        if (guard is not null)
        {
            apache.Write($"{Path.GetDirectoryName(file)}/.htaccess", guard);
        }

        Assert.Equal((HttpStatusCode.OK, "public"), await apache.GetAsync($"/{file}"));
    }

    [ApacheTheory]
    [InlineData("/product/sample-mug/")]
    [InlineData("/wp-json/wc/store/v1/cart")]
    [InlineData("/wp-content/plugins/nothing.js")]
    public async Task What_is_no_file_is_WordPress(string path) =>
        Assert.Equal((HttpStatusCode.OK, "front page"), await apache.GetAsync(path));
}
