using Microsoft.Playwright;

namespace Functions.IntegrationTests.Web;

/// <summary>A test of the built page in a tab of its own, over an API of its own.</summary>
[Collection(nameof(BrowserCollection))]
public abstract class DashboardTest(Browser browser) : IAsyncLifetime
{
    private ScriptedApi? _api;
    private BrowserTab? _tab;

    private protected ScriptedApi Api => _api!;

    private protected BrowserTab Tab => _tab!;

    private protected DashboardPage Dashboard { get; private set; } = null!;

    protected virtual BrowserNewContextOptions TabOptions => new();

    public async Task InitializeAsync()
    {
        _api = await ScriptedApi.StartAsync();
        _tab = await browser.OpenTabAsync(TabOptions);
        Dashboard = new DashboardPage(_tab.Page);
    }

    public async Task DisposeAsync()
    {
        if (_tab is not null)
        {
            await _tab.DisposeAsync();
        }

        if (_api is not null)
        {
            await _api.DisposeAsync();
        }
    }

    private protected Task OpenAsync(params ScriptedStore[] stores)
    {
        Api.Put(stores);
        return Dashboard.OpenAsync(Api.Address);
    }

    private protected Task ShowAsync(params ScriptedStore[] stores)
    {
        Api.Put(stores);
        return Dashboard.LookAgainAsync();
    }
}
