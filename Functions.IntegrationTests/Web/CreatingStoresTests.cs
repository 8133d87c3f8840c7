using Microsoft.AspNetCore.Http;
using Microsoft.Playwright;
using Stores.Core;

using static Microsoft.Playwright.Assertions;

namespace Functions.IntegrationTests.Web;

public sealed class CreatingStoresTests(Browser browser) : DashboardTest(browser)
{
    [ChromiumFact]
    public async Task A_store_is_followed_from_the_form_to_its_link()
    {
        await OpenAsync();
        await Expect(Dashboard.Stores).ToContainTextAsync("No stores yet.");
        await Dashboard.Plan.SelectOptionAsync("Medium");
        await Dashboard.Database.SelectOptionAsync("MySQL");
        await Dashboard.CreateStoreAsync("demo");

        var card = Dashboard.Store("demo");
        await card.ExpectPhaseAsync("Queued");
        await card.ExpectTextAsync("1st in the queue");
        await Expect(Dashboard.Name).ToHaveValueAsync("");
        await Expect(Dashboard.Name).ToBeFocusedAsync();
        Assert.Equal(1, Api.CountAsked("""POST /api/stores {"name":"demo","plan":"medium","engine":"mysql"}"""));

        await ShowAsync(ScriptedStore.Provisioning("demo", "InstallRelease", "Installing release demo.", TimeSpan.FromMinutes(2)));
        await card.ExpectPhaseAsync("Provisioning");
        await card.ExpectTextAsync("Installing the shop for 2 min");
        await card.ExpectTextAsync("Installing release demo.");

        await ShowAsync(ScriptedStore.Ready("demo", "http://127.0.0.1:31234/"));
        await card.ExpectPhaseAsync("Ready");
        await Expect(card.Link).ToHaveAttributeAsync("href", "http://127.0.0.1:31234/");
        Assert.Empty(Tab.Complaints);
    }

    [ChromiumFact]
    public async Task The_form_judges_names_as_the_server_does_and_in_its_words()
    {
        string[] names =
        [
            "a", "demo", "my-shop-2", "a--b", new('a', 40), new('a', 41), "", "-", "shop-", "-shop", "1shop", "Demo", "a_b", "a b", "é",
            "a.b", "a\u0661",
        ];
        await OpenAsync();
        foreach (var name in names)
        {
            var sent = $$"""POST /api/stores {"name":"{{name}}","plan":"small","engine":"mariadb"}""";
            await Dashboard.Name.FillAsync(name);
            await Dashboard.Name.PressAsync("Enter");
            if (StoreName.TryParse(name, out _))
            {
                await Expect(Dashboard.Name).ToHaveValueAsync("");
                Assert.True(Api.CountAsked(sent) == 1, $"'{name}' should be sent");
            }
            else
            {
                await Expect(Dashboard.Name).ToHaveAccessibleDescriptionAsync($"Name {StoreName.Rule}.");
                Assert.True(Api.CountAsked(sent) == 0, $"'{name}' should not be sent");
            }
        }
    }

    [ChromiumFact]
    public async Task A_name_is_judged_as_it_is_typed_but_not_before_it_can_be()
    {
        await OpenAsync();
        await Dashboard.Name.PressSequentiallyAsync("my-");
        await Expect(Dashboard.Name).ToHaveAttributeAsync("aria-invalid", "false");

        await Dashboard.Name.PressSequentiallyAsync("S");
        await Expect(Dashboard.Name).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(Dashboard.Name).ToHaveAccessibleDescriptionAsync($"Name {StoreName.Rule}.");

        await Dashboard.Name.PressAsync("Backspace");
        await Expect(Dashboard.Name).ToHaveAttributeAsync("aria-invalid", "false");
    }

    [ChromiumFact]
    public async Task What_the_server_refuses_stands_beside_its_field()
    {
        await OpenAsync();
        Api.Refusal = request => request.Method == "POST"
            ? Results.ValidationProblem(
                new Dictionary<string, string[]> { ["name"] = ["must be another one"], ["plan"] = ["must be one of small"] })
            : null;
        await Dashboard.CreateStoreAsync("demo");

        await Expect(Dashboard.Name).ToHaveAccessibleDescriptionAsync("Name must be another one.");
        await Expect(Dashboard.Plan).ToHaveAccessibleDescriptionAsync("Plan must be one of small.");
        await Expect(Dashboard.Name).ToBeFocusedAsync();
        await Expect(Dashboard.Name).ToHaveValueAsync("demo");
    }

    [ChromiumFact]
    public async Task A_name_that_is_taken_is_said_and_what_was_typed_stays()
    {
        await OpenAsync();
        Api.Refusal = request => request.Method == "POST"
            ? Results.Problem(
                "Store 'demo' is being deleted; its name is free again when that has ended.", statusCode: StatusCodes.Status409Conflict)
            : null;
        await Dashboard.CreateStoreAsync("demo");

        await Expect(Dashboard.CreateForm.GetByRole(AriaRole.Alert))
            .ToHaveTextAsync("Store 'demo' is being deleted; its name is free again when that has ended.");
        await Expect(Dashboard.Name).ToHaveValueAsync("demo");
    }

    [ChromiumFact]
    public async Task A_request_that_may_have_arrived_is_not_called_failed()
    {
        await OpenAsync();
        await Expect(Dashboard.Stores).ToContainTextAsync("No stores yet.");
        Api.Unreachable = true;
        await Dashboard.CreateStoreAsync("demo");

        await Expect(Dashboard.CreateForm.GetByRole(AriaRole.Alert)).ToContainTextAsync("not known whether it took the request");
    }
}
