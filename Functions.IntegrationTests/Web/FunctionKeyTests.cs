using System.Text.RegularExpressions;

using static Microsoft.Playwright.Assertions;

namespace Functions.IntegrationTests.Web;

public sealed class FunctionKeyTests(Browser browser) : DashboardTest(browser)
{
    private const string Key = "Zm9yLXRoZS10ZXN0cw==";

    [ChromiumFact]
    public async Task The_key_is_asked_for_once_and_sent_in_a_header_alone()
    {
        Api.FunctionKey = Key;
        await OpenAsync(ScriptedStore.Ready("demo", "http://127.0.0.1:31234/"));
        await Expect(Dashboard.FunctionKey).ToBeFocusedAsync();
        await Expect(Dashboard.Create).ToBeHiddenAsync();

        await Dashboard.GiveFunctionKeyAsync($" {Key} ");
        await Dashboard.Store("demo").ExpectPhaseAsync("Ready");
        await Expect(Dashboard.FunctionKey).ToHaveCountAsync(0);
        await Expect(Dashboard.StoresHeading).ToBeFocusedAsync();
        await Dashboard.DeleteStoreAsync("demo");

        await Tab.Page.ReloadAsync();
        await Dashboard.Store("demo").ExpectPhaseAsync("Deleting");
        Assert.DoesNotContain(
            Tab.RequestedUrls, url => url.Contains(Key, StringComparison.Ordinal) || url.Contains("code=", StringComparison.Ordinal));
        Assert.Equal(0, await Tab.Page.EvaluateAsync<int>("localStorage.length + document.cookie.length"));
    }

    [ChromiumFact]
    public async Task A_refused_key_is_said_and_asked_for_again()
    {
        Api.FunctionKey = Key;
        await OpenAsync();
        await Dashboard.GiveFunctionKeyAsync("wrong");
        await Expect(Dashboard.FunctionKey).ToHaveAccessibleDescriptionAsync(new Regex("^The server refused that key\\."));

        await Dashboard.GiveFunctionKeyAsync("no\u2026header");
        await Expect(Dashboard.FunctionKey).ToHaveAccessibleDescriptionAsync(new Regex("^A key is letters"));

        await Dashboard.GiveFunctionKeyAsync(Key);
        await Expect(Dashboard.Create).ToBeVisibleAsync();
    }
}
