namespace Functions.IntegrationTests.Web;

public sealed class PollingTests(Browser browser) : DashboardTest(browser)
{
    private const string Look = "GET /api/stores";
    private static readonly ScriptedStore s_quiet = ScriptedStore.Ready("demo", "http://127.0.0.1:31234/");
    private static readonly ScriptedStore s_changing = ScriptedStore.Queued("demo", 1);

    [ChromiumFact]
    public async Task The_page_looks_every_two_seconds_while_something_changes()
    {
        await OpenPausedAsync(s_changing);
        await ExpectLooksAsync(2_000, "Provisioning", "Deleting", "Queued");
    }

    [ChromiumFact]
    public async Task The_page_looks_every_ten_seconds_while_nothing_changes()
    {
        await OpenPausedAsync(s_quiet);
        await ExpectLooksAsync(10_000, "Failed", "Ready");
    }

    [ChromiumFact]
    public async Task A_hidden_page_looks_only_after_what_it_did_itself_and_at_once_when_it_is_seen_again()
    {
        await OpenPausedAsync(s_changing);
        await TurnAsync("hidden");
        await Tab.Page.Clock.RunForAsync(60_000);
        Assert.Equal(1, Api.CountAsked(Look));

        await Dashboard.CreateStoreAsync("late");
        await Dashboard.Store("late").ExpectPhaseAsync("Queued");
        await Tab.Page.Clock.RunForAsync(60_000);
        Assert.Equal(2, Api.CountAsked(Look));

        Api.Put(s_quiet);
        await TurnAsync("visible");
        await Dashboard.Store("demo").ExpectPhaseAsync("Ready");
        Assert.Equal(3, Api.CountAsked(Look));
    }

    [ChromiumFact]
    public async Task A_new_look_abandons_the_one_under_way()
    {
        await OpenPausedAsync(s_quiet);
        var abandoned = new TaskCompletionSource();
        Tab.Page.RequestFailed += (_, request) => abandoned.TrySetResult();
        var held = new TaskCompletionSource();
        await Tab.Page.RouteAsync("**/api/stores", _ => held.TrySetResult(), new() { Times = 1 });
        await Dashboard.LookAgainAsync();
        await held.Task.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.False(abandoned.Task.IsCompleted);

        await ShowAsync(s_changing);
        await abandoned.Task.WaitAsync(TimeSpan.FromSeconds(5));
        await Dashboard.Store("demo").ExpectPhaseAsync("Queued");
        Assert.Empty(Tab.Complaints);
    }

    [ChromiumFact]
    public async Task A_steps_age_follows_the_servers_clock_where_the_browsers_is_wrong()
    {
        await Tab.Page.Clock.InstallAsync(new() { TimeDate = DateTime.UtcNow.AddHours(-3) });
        await OpenAsync(ScriptedStore.Provisioning("demo", "InstallRelease", "Installing.", TimeSpan.FromMinutes(4)));
        await Dashboard.Store("demo").ExpectTextAsync("Installing the shop for 4 min");
    }

    private async Task OpenPausedAsync(ScriptedStore store)
    {
        await Tab.Page.Clock.InstallAsync();
        await Tab.Page.Clock.PauseAtAsync(DateTime.UtcNow.AddMinutes(1));
        await OpenAsync(store);
        await Dashboard.Store("demo").ExpectPhaseAsync(store.Phase);
    }

    // The next look is planned together with the rendering of the last one, so what was rendered has been planned.
    private async Task ExpectLooksAsync(int every, params string[] phases)
    {
        var looks = Api.CountAsked(Look);
        foreach (var phase in phases)
        {
            Api.Put(new ScriptedStore("demo", phase));
            await Tab.Page.Clock.RunForAsync(every - 1);
            Assert.Equal(looks, Api.CountAsked(Look));
            await Tab.Page.Clock.RunForAsync(1);
            await Dashboard.Store("demo").ExpectPhaseAsync(phase);
            Assert.Equal(++looks, Api.CountAsked(Look));
        }
    }

    private async Task TurnAsync(string visibility) => await Tab.Page.EvaluateAsync(
        """
        visibility => {
          Object.defineProperty(document, "visibilityState", { value: visibility, configurable: true });
          document.dispatchEvent(new Event("visibilitychange"));
        }
        """,
        visibility);
}
