using Microsoft.Playwright;

using static Microsoft.Playwright.Assertions;

namespace Functions.IntegrationTests.Web;

/// <summary>The page as a person meets it: by roles and names.</summary>
internal sealed class DashboardPage(IPage page)
{
    public IPage Page => page;

    public ILocator Name => page.GetByRole(AriaRole.Textbox, new() { Name = "Name", Exact = true });

    public ILocator Plan => page.GetByLabel("Plan");

    public ILocator Database => page.GetByLabel("Database");

    public ILocator Create => page.GetByRole(AriaRole.Button, new() { Name = "Create store" });

    public ILocator CreateForm => page.GetByRole(AriaRole.Form, new() { Name = "New store" });

    public ILocator Queue => page.GetByRole(AriaRole.Region, new() { Name = "Queue" });

    public ILocator Stores => page.GetByRole(AriaRole.Region, new() { Name = "Stores" });

    public ILocator StoresHeading => Stores.GetByRole(AriaRole.Heading, new() { Level = 2 });

    /// <summary>What is said aloud of changes.</summary>
    public ILocator Status => page.GetByRole(AriaRole.Status);

    // The page has done with a closed dialog only when it is no longer there, not already when it is hidden.
    public ILocator DeleteDialog => page.GetByRole(AriaRole.Dialog, new() { IncludeHidden = true });

    public ILocator FunctionKey => page.GetByLabel("Function key", new() { Exact = true });

    public StoreCard Store(string name) => new(page, name);

    public Task OpenAsync(Uri address) => page.GotoAsync(address.AbsoluteUri);

    public async Task CreateStoreAsync(string name)
    {
        await Name.FillAsync(name);
        await Create.ClickAsync();
    }

    /// <summary>Deletes a store and confirms it.</summary>
    public async Task DeleteStoreAsync(string name)
    {
        await Store(name).Delete.ClickAsync();
        await DeleteDialog.GetByRole(AriaRole.Button, new() { Name = $"Delete {name}" }).ClickAsync();
        await Expect(DeleteDialog).ToHaveCountAsync(0);
    }

    public async Task GiveFunctionKeyAsync(string key)
    {
        await FunctionKey.FillAsync(key);
        await page.GetByRole(AriaRole.Button, new() { Name = "Use this key" }).ClickAsync();
    }

    /// <summary>Has the page look at the API now, as it does when its tab comes to the front.</summary>
    public Task LookAgainAsync() => page.EvaluateAsync("document.dispatchEvent(new Event('visibilitychange'))");
}
