using System.Text.RegularExpressions;
using Functions.SimulatedCluster;
using Functions.Tests.EndToEnd;
using static Microsoft.Playwright.Assertions;

namespace Functions.Tests.Web;

/// <summary>The dashboard served by the app itself, with a store that is really provisioned on a simulated cluster.</summary>
[Collection(nameof(BrowserCollection))]
public sealed partial class RealAppTests(Browser browser)
{
    [ChromiumFact]
    public async Task A_store_is_created_becomes_ready_and_is_deleted_by_clicks()
    {
        using var folder = new TempFolder();
        await using var cluster = await SimulatedClusterServer.StartAsync(new SimulatedClusterOptions { Folder = folder.Path }, CancellationToken.None);
        await using var app = await StoreApp.StartAsync(folder.Path, cluster.KubeconfigPath);
        await using var tab = await browser.OpenTabAsync();
        var dashboard = new DashboardPage(tab.Page);
        await dashboard.OpenAsync(app.Http.BaseAddress!);

        await dashboard.CreateStoreAsync("clicked");
        var card = tab.Page.Locator("[data-store='clicked']");
        await Expect(card.GetByRole(Microsoft.Playwright.AriaRole.Link)).ToHaveAttributeAsync("href", Url());

        await dashboard.DeleteStoreAsync("clicked");
        await Expect(card).ToHaveCountAsync(0);
    }

    [GeneratedRegex("^http://localhost:3")]
    private static partial Regex Url();
}
