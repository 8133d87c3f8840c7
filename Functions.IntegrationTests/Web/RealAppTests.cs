using System.Text.RegularExpressions;
using CliWrap;
using CliWrap.Buffered;
using Functions.IntegrationTests.EndToEnd;
using Functions.IntegrationTests.Helm;
using Functions.SimulatedCluster;

using static Microsoft.Playwright.Assertions;

namespace Functions.IntegrationTests.Web;

/// <summary>The dashboard served by the app itself, with a store that is really provisioned on a simulated cluster.</summary>
[Collection(nameof(BrowserCollection))]
public sealed partial class RealAppTests(Browser browser)
{
    [ChromiumFact]
    public async Task A_store_is_created_becomes_ready_and_is_deleted_by_clicks()
    {
        using var folder = new TempFolder();
        await using var cluster = await SimulatedClusterServer.StartAsync(
            new SimulatedClusterOptions { Folder = folder.Path }, CancellationToken.None);
        await using var app = await StoreApp.StartAsync(folder.Path, cluster.KubeconfigPath);
        await using var tab = await browser.OpenTabAsync();
        var dashboard = new DashboardPage(tab.Page);
        await dashboard.OpenAsync(app.Http.BaseAddress!);

        await dashboard.CreateStoreAsync("clicked");
        var card = tab.Page.Locator("[data-store='clicked']");
        await Expect(card.GetByRole(Microsoft.Playwright.AriaRole.Link)).ToHaveAttributeAsync("href", Url());

        await card.GetByText("How to log in").ClickAsync();
        var command = await card.Locator(".command").InnerTextAsync();
        Assert.Matches("^owner-[a-z0-9]{8}\n[A-Za-z0-9]{32}$", await PasteAsync(cluster.KubeconfigPath, command));
        await HelmTool.KubectlAsync(cluster.KubeconfigPath, "create", "namespace", "store-earlier");
        await HelmTool.KubectlAsync(
            cluster.KubeconfigPath, "create", "secret", "generic", "store-credentials", "-n", "store-earlier",
            "--from-literal=admin-password=x");
        var earlier = command.Replace("store-clicked", "store-earlier", StringComparison.Ordinal);
        Assert.Equal("admin\nx", await PasteAsync(cluster.KubeconfigPath, earlier));

        await dashboard.DeleteStoreAsync("clicked");
        await Expect(card).ToHaveCountAsync(0);
    }

    /// <summary>Does as a person who copies a command from the page into a shell.</summary>
    private static async Task<string> PasteAsync(string kubeconfig, string command)
    {
        var run = await Cli.Wrap("sh").WithArguments(["-c", command])
            .WithEnvironmentVariables(variables => variables
                .Set("KUBECONFIG", kubeconfig)
                .Set("PATH", $"{Path.GetDirectoryName(HelmTool.KubectlPath)}:{Environment.GetEnvironmentVariable("PATH")}"))
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync();
        Assert.True(run.ExitCode == 0, run.StandardError);
        return run.StandardOutput.Trim();
    }

    [GeneratedRegex("^http://localhost:3")]
    private static partial Regex Url();
}
