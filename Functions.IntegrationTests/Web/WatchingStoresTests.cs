using Microsoft.AspNetCore.Http;
using Microsoft.Playwright;

using static Microsoft.Playwright.Assertions;

namespace Functions.IntegrationTests.Web;

public sealed class WatchingStoresTests(Browser browser) : DashboardTest(browser)
{
    private ILocator Notice => Tab.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Alert).First;

    [ChromiumFact]
    public async Task A_failure_stands_in_plain_sight_with_its_reason()
    {
        await OpenAsync(new ScriptedStore("demo", "Failed")
        {
            Failure = new("AwaitWorkloads", "ImagePullBackOff", "Pod demo-0 cannot pull its image.", ["namespace store-demo"]),
        });
        var card = Dashboard.Store("demo");
        await card.ExpectPhaseAsync("Failed");
        await card.ExpectTextAsync("waiting for the shop to start");
        await card.ExpectTextAsync("ImagePullBackOff");
        await card.ExpectTextAsync("Pod demo-0 cannot pull its image.");
        await card.ExpectTextAsync("Could not be undone: namespace store-demo.");
        await Expect(card.Delete).ToBeVisibleAsync();
    }

    [ChromiumFact]
    public async Task A_shops_owner_is_told_where_to_log_in_and_where_name_and_password_are()
    {
        var vault = new ScriptedVault("v.vault.azure.net", "kept-user", "kept-password");
        await OpenAsync(
            ScriptedStore.Ready("demo", "https://demo.example.com") with
            {
                Admin = new("https://demo.example.com/wp-admin/", "store-demo/store-credentials"),
            },
            ScriptedStore.Ready("kept", "https://kept.example.com") with
            {
                Admin = new("https://kept.example.com/wp-admin/", "store-kept/store-credentials", vault),
            },
            ScriptedStore.Queued("new", 1));

        var demo = Dashboard.Store("demo");
        await demo.LogIn.ClickAsync();
        await Expect(demo.Root.GetByRole(AriaRole.Link, new() { Name = "https://demo.example.com/wp-admin/" }))
            .ToHaveAttributeAsync("href", "https://demo.example.com/wp-admin/");
        await demo.ExpectTextAsync(
            """
            kubectl get secret store-credentials -n store-demo -o go-template='
            {{with index .data "admin-user"}}{{base64decode .}}{{else}}admin{{end}}
            {{index .data "admin-password" | base64decode}}
            '
            """);
        var kept = Dashboard.Store("kept");
        await kept.LogIn.ClickAsync();
        await kept.ExpectTextAsync("In Key Vault v.vault.azure.net: the user name is secret kept-user, the password kept-password.");
        await Expect(Dashboard.Store("new").LogIn).ToHaveCountAsync(0);
        Assert.Empty(Tab.Complaints);
    }

    [ChromiumFact]
    public async Task A_shop_without_a_mail_relay_is_said_to_send_no_mail_until_it_has_one()
    {
        var shop = ScriptedStore.Ready("demo", "https://demo.example.com");
        await OpenAsync(
            shop with { HasMailRelay = false },
            ScriptedStore.Ready("mailing", "https://mailing.example.com") with { HasMailRelay = true },
            ScriptedStore.Ready("unseen", "https://unseen.example.com"));

        await Dashboard.Store("demo").ExpectTextAsync("No mail relay is set: this shop sends no mail (orders, new passwords).");
        await Expect(Dashboard.Store("mailing").Root).Not.ToContainTextAsync("mail relay");
        await Expect(Dashboard.Store("unseen").Root).Not.ToContainTextAsync("mail relay");

        await ShowAsync(shop with { HasMailRelay = true });
        await Expect(Dashboard.Store("demo").Root).Not.ToContainTextAsync("mail relay");
        Assert.Empty(Tab.Complaints);
    }

    [ChromiumFact]
    public async Task The_queue_shows_slots_and_places()
    {
        await OpenAsync(
            ScriptedStore.Provisioning("alpha", "AwaitDatabase", "Waiting.", TimeSpan.Zero), ScriptedStore.Queued("bravo", 2),
            ScriptedStore.Queued("charlie", 1));
        await Expect(Dashboard.Queue).ToContainTextAsync("1 of 2 slots in use");
        await Expect(Dashboard.Queue.GetByRole(AriaRole.List, new() { Name = "Slots" }).GetByRole(AriaRole.Listitem))
            .ToHaveTextAsync(["alpha", "free"]);
        await Expect(Dashboard.Queue.GetByRole(AriaRole.List, new() { Name = "Waiting" }).GetByRole(AriaRole.Listitem))
            .ToHaveTextAsync(["charlie", "bravo"]);
        await Dashboard.Store("bravo").ExpectTextAsync("2nd in the queue");
        await Expect(Tab.Page).ToHaveTitleAsync("Stores: 3 of 3 in progress");
    }

    [ChromiumFact]
    public async Task A_lost_connection_is_said_and_what_is_shown_is_dated()
    {
        await OpenAsync(ScriptedStore.Ready("demo", "http://127.0.0.1:31234/"));
        await Dashboard.Store("demo").ExpectPhaseAsync("Ready");
        Api.Unreachable = true;
        await Dashboard.LookAgainAsync();
        await Expect(Notice).ToContainTextAsync("Connection lost, retrying. What you see was true at");
        await Dashboard.Store("demo").ExpectPhaseAsync("Ready");

        Api.Unreachable = false;
        await Expect(Notice).ToBeEmptyAsync();
    }

    [ChromiumFact]
    public async Task A_server_that_answers_with_an_error_is_not_called_a_lost_connection()
    {
        Api.Refusal = request => request.Path == "/api/queue"
            ? Results.Problem("The state file is read-only.", statusCode: StatusCodes.Status500InternalServerError)
            : null;
        await OpenAsync();
        await Expect(Notice).ToContainTextAsync("The server cannot say how the stores are: The state file is read-only. Retrying.");
        await Expect(Dashboard.Stores).Not.ToContainTextAsync("No stores yet.");
    }

    [ChromiumFact]
    public async Task Changes_are_said_aloud_once_and_not_what_was_there_before()
    {
        await OpenAsync(ScriptedStore.Ready("old", "http://127.0.0.1:31234/"), ScriptedStore.Queued("demo", 1));
        await Dashboard.Store("demo").ExpectPhaseAsync("Queued");
        await Expect(Dashboard.Status).ToBeEmptyAsync();
        await ShowAsync(ScriptedStore.Ready("demo", "http://127.0.0.1:31235/"), ScriptedStore.Queued("late", 1));
        await Expect(Dashboard.Status).ToHaveTextAsync("Store demo is ready. Store late is queued, 1st in the queue.");
    }

    [ChromiumFact]
    public async Task Only_web_addresses_become_links_and_markup_stays_text()
    {
        await OpenAsync(
            ScriptedStore.Ready("demo", "javascript:alert(1)"),
            ScriptedStore.Provisioning("other", "CheckOrderPlaced", "<img src=x onerror=alert(1)>", TimeSpan.Zero));
        await Dashboard.Store("demo").ExpectTextAsync("javascript:alert(1)");
        await Expect(Dashboard.Store("demo").Link).ToHaveCountAsync(0);
        await Dashboard.Store("other").ExpectTextAsync("<img src=x onerror=alert(1)>");
        await Dashboard.Store("other").ExpectTextAsync("Check order placed for");
        Assert.Empty(Tab.Complaints);
    }

    [ChromiumFact]
    public async Task Finished_steps_tell_how_long_each_took()
    {
        await OpenAsync(ScriptedStore.Provisioning("demo", "InstallRelease", "Installing.", TimeSpan.FromHours(2)));
        await Dashboard.Store("demo").Root.GetByText("2 steps").ClickAsync();
        var steps = Dashboard.Store("demo").Root.GetByRole(AriaRole.Listitem);
        await Expect(steps.First).ToHaveTextAsync("Waiting for a free slot7 s");
        await Expect(steps.Last).ToHaveTextAsync("Installing the shop2 h 0 min, running");
    }
}
