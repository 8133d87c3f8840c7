using Microsoft.AspNetCore.Http;
using Microsoft.Playwright;

using static Microsoft.Playwright.Assertions;

namespace Functions.IntegrationTests.Web;

public sealed class DeletingStoresTests(Browser browser) : DashboardTest(browser)
{
    [ChromiumFact]
    public async Task A_store_is_deleted_once_confirmed_and_disappears_when_it_is_gone()
    {
        await OpenAsync(ScriptedStore.Ready("demo", "http://127.0.0.1:31234/"), ScriptedStore.Ready("other", "http://127.0.0.1:31235/"));
        var card = Dashboard.Store("demo");
        await Dashboard.DeleteStoreAsync("demo");
        await card.ExpectPhaseAsync("Deleting");
        await card.ExpectTextAsync("Uninstalling the shop");
        await Expect(card.Delete).ToHaveCountAsync(0);
        await Expect(card.Heading).ToBeFocusedAsync();
        Assert.Equal(1, Api.CountAsked("DELETE /api/stores/demo"));

        Api.Remove("demo");
        await card.ExpectGoneAsync();
        await Expect(Dashboard.StoresHeading).ToBeFocusedAsync();
        await Expect(Dashboard.Status).ToHaveTextAsync("Store demo is gone.");
        await Dashboard.Store("other").ExpectPhaseAsync("Ready");
        Assert.Empty(Tab.Complaints);
    }

    [ChromiumFact]
    public async Task The_question_says_what_is_removed_and_keeping_it_removes_nothing()
    {
        await OpenAsync(ScriptedStore.Ready("demo", "http://127.0.0.1:31234/"));
        var card = Dashboard.Store("demo");
        await card.Delete.ClickAsync();
        await Expect(Dashboard.DeleteDialog).ToHaveAccessibleNameAsync("Delete demo?");
        foreach (var removed in new[] { "orders", "database", "store-demo", "passwords" })
        {
            await Expect(Dashboard.DeleteDialog).ToContainTextAsync(removed);
        }

        await Expect(Dashboard.DeleteDialog.GetByRole(AriaRole.Button, new() { Name = "Keep it" })).ToBeFocusedAsync();
        await Tab.Page.Keyboard.PressAsync("Enter");
        await Expect(Dashboard.DeleteDialog).ToHaveCountAsync(0);
        await Expect(card.Delete).ToBeFocusedAsync();

        await Tab.Page.Keyboard.PressAsync("Enter");
        await Expect(Dashboard.DeleteDialog).ToBeVisibleAsync();
        await Tab.Page.Keyboard.PressAsync("Escape");
        await Expect(Dashboard.DeleteDialog).ToHaveCountAsync(0);
        await Expect(card.Delete).ToBeFocusedAsync();
        Assert.Equal(0, Api.CountAsked("DELETE /api/stores/demo"));
    }

    [ChromiumFact]
    public async Task A_refused_deletion_says_why_in_the_question()
    {
        await OpenAsync(ScriptedStore.Ready("demo", "http://127.0.0.1:31234/"));
        Api.Refusal = request => request.Method == "DELETE"
            ? Results.Problem("The decision did not come in time.", statusCode: StatusCodes.Status503ServiceUnavailable)
            : null;
        await Dashboard.Store("demo").Delete.ClickAsync();
        var confirm = Dashboard.DeleteDialog.GetByRole(AriaRole.Button, new() { Name = "Delete demo" });
        await confirm.ClickAsync();
        await Expect(Dashboard.DeleteDialog.GetByRole(AriaRole.Alert)).ToHaveTextAsync("The decision did not come in time.");

        Api.Refusal = _ => null;
        await confirm.ClickAsync();
        await Dashboard.Store("demo").ExpectPhaseAsync("Deleting");
    }
}
