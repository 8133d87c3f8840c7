using Microsoft.Playwright;

using static Microsoft.Playwright.Assertions;

namespace Functions.IntegrationTests.Web;

/// <summary>One store on the page.</summary>
internal sealed class StoreCard(IPage page, string name)
{
    public ILocator Root => page.Locator($"[data-store=\"{name}\"]");

    public ILocator Heading => Root.GetByRole(AriaRole.Heading, new() { Name = name, Exact = true });

    public ILocator Link => Root.GetByRole(AriaRole.Link);

    /// <summary>What unfolds how to log in.</summary>
    public ILocator LogIn => Root.GetByText("How to log in");

    public ILocator Delete => Root.GetByRole(AriaRole.Button, new() { Name = $"Delete {name}" });

    public ILocator Alert => Root.GetByRole(AriaRole.Alert);

    /// <summary>A button by its whole name, the store's included.</summary>
    public ILocator Button(string label) => Root.GetByRole(AriaRole.Button, new() { Name = label, Exact = true });

    /// <summary>Waits until the store is shown in a phase.</summary>
    public Task ExpectPhaseAsync(string phase, TimeSpan? within = null) =>
        Expect(Root.GetByText(phase, new() { Exact = true })).ToBeVisibleAsync(new() { Timeout = Milliseconds(within) });

    /// <summary>Waits until a text is shown on the store's card.</summary>
    public Task ExpectTextAsync(string text) => Expect(Root).ToContainTextAsync(text);

    /// <summary>Waits until the store is shown no more.</summary>
    public Task ExpectGoneAsync(TimeSpan? within = null) => Expect(Root).ToHaveCountAsync(0, new() { Timeout = Milliseconds(within) });

    private static float? Milliseconds(TimeSpan? time) => (float?)time?.TotalMilliseconds;
}
