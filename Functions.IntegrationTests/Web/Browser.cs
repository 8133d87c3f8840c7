using Microsoft.Playwright;

namespace Functions.IntegrationTests.Web;

/// <summary>One headless chromium, started with the first tab that is asked for.</summary>
public sealed class Browser : IAsyncLifetime
{
    private static readonly string[] s_arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    // Only a failure waits as long; a busy machine must not look like one.
    private const float Patience = 90_000;

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public Task InitializeAsync() => Task.CompletedTask;

    /// <summary>Opens a tab with a session of its own.</summary>
    internal async Task<BrowserTab> OpenTabAsync(BrowserNewContextOptions? options = null)
    {
        Assertions.SetDefaultExpectTimeout(Patience);
        _playwright ??= await Playwright.CreateAsync();
        _browser ??= await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium.Path, Headless = true, Args = s_arguments });
        return await BrowserTab.OpenAsync(_browser, options ?? new());
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }
}
