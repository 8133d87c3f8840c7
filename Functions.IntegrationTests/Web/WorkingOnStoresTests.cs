using Microsoft.AspNetCore.Http;

using static Microsoft.Playwright.Assertions;

namespace Functions.IntegrationTests.Web;

public sealed class WorkingOnStoresTests(Browser browser) : DashboardTest(browser)
{
    [ChromiumFact]
    public async Task A_provision_is_cancelled_and_tried_again()
    {
        await OpenAsync(
            ScriptedStore.Provisioning("demo", "AwaitWorkloads", "Waiting for every workload and the address.", TimeSpan.FromMinutes(2)));
        var card = Dashboard.Store("demo");

        await card.Button("Cancel demo").ClickAsync();
        await card.ExpectPhaseAsync("Failed");
        await card.ExpectTextAsync("It was stopped on request.");
        Assert.Equal(1, Api.CountAsked("POST /api/stores/demo/cancel"));

        await Expect(card.Button("Cancel demo")).ToHaveCountAsync(0);
        await card.Button("Try again demo").ClickAsync();
        await card.ExpectPhaseAsync("Queued");
        Assert.Equal(1, Api.CountAsked("POST /api/stores/demo/retry"));
        Assert.Empty(Tab.Complaints);
    }

    [ChromiumFact]
    public async Task Each_phase_offers_what_can_be_done_in_it()
    {
        await OpenAsync(
            ScriptedStore.Ready("ready", "http://127.0.0.1:31234/"),
            ScriptedStore.Ready("degraded", "http://127.0.0.1:31235/") with
            {
                Phase = "Degraded",
                Degradation = new(DateTime.UtcNow, [new("ObjectMissing", "NetworkPolicy deny-all is gone.")]),
            },
            new ScriptedStore("undeleted", "Failed")
            {
                Failed = "Delete",
                Failure = new("AwaitAbsence", "VolumesRemain", "There is one.", []),
            },
            new ScriptedStore("kept", "Failed")
            {
                Failed = "Provision",
                Failure = new("AwaitDatabase", "ImagePullBackOff", "No such image.", [], DateTime.UtcNow.AddDays(1)),
            },
            new ScriptedStore("going", "Deleting"));

        await Expect(Dashboard.Store("ready").Button("Upgrade ready")).ToBeVisibleAsync();
        await Expect(Dashboard.Store("degraded").Button("Upgrade degraded")).ToBeVisibleAsync();
        await Expect(Dashboard.Store("degraded").Button("Repair degraded")).ToBeVisibleAsync();
        await Expect(Dashboard.Store("ready").Button("Repair ready")).ToHaveCountAsync(0);
        await Dashboard.Store("degraded").ExpectTextAsync("ObjectMissing NetworkPolicy deny-all is gone.");
        await Expect(Dashboard.Store("degraded").Link).ToHaveAttributeAsync("href", "http://127.0.0.1:31235/");
        await Expect(Dashboard.Store("undeleted").Button("Try again undeleted")).ToHaveCountAsync(0);
        await Expect(Dashboard.Store("kept").Button("Try again kept")).ToBeVisibleAsync();
        await Dashboard.Store("kept").ExpectTextAsync("What was made is kept for a look until");
        await Expect(Dashboard.Store("going").Button("Cancel going")).ToHaveCountAsync(0);
    }

    [ChromiumFact]
    public async Task An_upgrade_is_called_one_while_it_runs_and_when_it_failed_or_succeeded()
    {
        var (began, ended) = (DateTime.UtcNow.AddMinutes(-2), DateTime.UtcNow);
        ScriptedStep[] steps = [new("AwaitSlot", began, began), new("InstallRelease", began, ended)];
        await OpenAsync(
            new ScriptedStore("made", "Ready") { Timeline = [new("CreateNamespace", began, began), new("InstallRelease", began, ended)] },
            new ScriptedStore("running", "Upgrading") { Step = "InstallRelease", Timeline = [new("InstallRelease", began, null)] },
            new ScriptedStore("failed", "Degraded")
            {
                Failed = "Upgrade",
                Failure = new("InstallRelease", "ImagePullBackOff", "No such image.", []),
                Timeline = steps,
            },
            new ScriptedStore("succeeded", "Ready") { Timeline = steps });

        await Dashboard.Store("made").ExpectTextAsync("Installing the shop");
        await Dashboard.Store("running").ExpectTextAsync("Upgrading the shop for 2 min");
        await Dashboard.Store("failed").ExpectTextAsync("Failed: upgrading the shop");
        await Dashboard.Store("succeeded").ExpectTextAsync("Upgrading the shop");
        await Expect(Tab.Page.GetByText("nstalling the shop")).ToHaveCountAsync(1);
    }

    [ChromiumFact]
    public async Task A_refusal_is_said_on_the_card()
    {
        await OpenAsync(ScriptedStore.Ready("demo", "http://127.0.0.1:31234/"));
        Api.Refusal = request => request.Method == "POST"
            ? Results.Problem("20 wait for a provisioning slot already.", statusCode: StatusCodes.Status429TooManyRequests)
            : null;

        await Dashboard.Store("demo").Button("Upgrade demo").ClickAsync();

        await Expect(Dashboard.Store("demo").Alert).ToHaveTextAsync("20 wait for a provisioning slot already.");
    }
}
