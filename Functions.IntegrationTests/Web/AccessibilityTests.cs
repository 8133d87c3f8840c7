using Microsoft.Playwright;

using static Microsoft.Playwright.Assertions;

namespace Functions.IntegrationTests.Web;

public sealed class AccessibilityTests(Browser browser) : DashboardTest(browser)
{
    // Every visible text against the colours behind it, by WCAG's formula.
    private const string LowContrast =
        """
        () => {
          const channel = value => (value /= 255) <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
          const parse = color => {
            const [r, g, b, a = 1] = color.match(/[\d.]+/g).map(Number);
            return { a, light: 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b) };
          };
          const hasText = element => [...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim());
          const behind = element => {
            for (let at = element; at; at = at.parentElement) {
              const color = parse(getComputedStyle(at).backgroundColor);
              if (color.a === 1) { return color.light; }
            }
            return matchMedia("(prefers-color-scheme: dark)").matches ? 0 : 1;
          };
          return [...document.querySelectorAll("body *")]
            .filter(element => element.checkVisibility() && hasText(element))
            .map(element => {
              const [one, other] = [parse(getComputedStyle(element).color).light, behind(element)];
              return { text: element.textContent, ratio: (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05) };
            })
            .filter(({ ratio }) => ratio < 4.5)
            .map(({ text, ratio }) => `${text}: ${ratio.toFixed(2)}`);
        }
        """;

    private const string Overlaps =
        """
        () => {
          const used = [...document.querySelectorAll(".card :is(a, button, summary)")]
            .map(element => ({ text: element.textContent, box: element.getBoundingClientRect() }));
          return used.flatMap((one, index) => used.slice(index + 1)
            .filter(({ box }) => one.box.left < box.right && box.left < one.box.right)
            .filter(({ box }) => one.box.top < box.bottom && box.top < one.box.bottom)
            .map(other => `${one.text} / ${other.text}`));
        }
        """;

    // A marker is about one letter wide, and stands before the text.
    private const string BulletsHaveRoom =
        """
        () => [...document.querySelectorAll("ul.failure")].every(list => {
          const style = getComputedStyle(list);
          return style.listStyleType === "none" || style.listStylePosition === "inside"
            || parseFloat(style.paddingLeft) >= 1.5 * parseFloat(style.fontSize);
        })
        """;

    private static readonly ScriptedAdmin s_admin = new(
        "http://127.0.0.1:31234/wp-admin/",
        "store-delta/store-credentials",
        new(
            "a-vault-with-a-long-name.vault.azure.net",
            "store-delta-0123456789abcdef-1-admin-user",
            "store-delta-0123456789abcdef-1-admin-password"));

    private static readonly ScriptedStore[] s_everyPhase =
    [
        ScriptedStore.Provisioning("alpha", "AwaitDatabase", "Waiting for the database to answer a query.", TimeSpan.FromSeconds(40)),
        ScriptedStore.Queued("bravo", 1),
        new("charlie", "Failed")
        {
            Failed = "Provision",
            Failure = new("InstallRelease", "QuotaExceeded", "The plan's quota is too small for the shop.", []),
        },
        ScriptedStore.Ready("delta", "http://127.0.0.1:31234/") with { Admin = s_admin, HasMailRelay = false },
        new("echo-with-a-name-as-long-as-they-may-be1", "Deleting")
        {
            Step = "DeleteNamespace",
            Message = "Deleting namespace store-echo.",
        },
    ];

    [ChromiumTheory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Every_text_has_contrast(ColorScheme scheme)
    {
        await Tab.Page.EmulateMediaAsync(new() { ColorScheme = scheme });
        await OpenAsync(s_everyPhase);
        await Dashboard.Name.FillAsync("Not A Name");
        await Dashboard.Store("delta").ExpectPhaseAsync("Ready");
        await Dashboard.Store("delta").LogIn.ClickAsync();
        Assert.Empty(await Tab.Page.EvaluateAsync<string[]>(LowContrast));

        await Dashboard.Store("delta").Delete.ClickAsync();
        Assert.Empty(await Tab.Page.EvaluateAsync<string[]>(LowContrast));

        Api.Unreachable = true;
        await Dashboard.LookAgainAsync();
        await Expect(Tab.Page.GetByText("Connection lost, retrying.")).ToBeVisibleAsync();
        Assert.Empty(await Tab.Page.EvaluateAsync<string[]>(LowContrast));
    }

    [ChromiumFact]
    public async Task Every_control_has_a_name_of_its_own_and_the_headings_are_in_order()
    {
        await OpenAsync(s_everyPhase);
        await Dashboard.Store("delta").ExpectPhaseAsync("Ready");
        await Expect(Tab.Page.Locator("main")).ToMatchAriaSnapshotAsync(
            """
            - main:
              - status
              - form "New store":
                - heading "New store" [level=2]
                - text: Name
                - textbox "Name"
                - text: Plan
                - combobox "Plan"
                - text: Database
                - combobox "Database"
                - button "Create store"
              - region "Queue":
                - heading "Queue" [level=2]
                - list "Slots"
                - list "Waiting, next first"
              - region "Stores 5":
                - list:
                  - listitem:
                    - heading "alpha" [level=3]
                    - button "Delete alpha"
                  - listitem:
                    - heading "bravo" [level=3]
                    - button "Delete bravo"
                  - listitem:
                    - heading "charlie" [level=3]
                    - button "Delete charlie"
                  - listitem:
                    - heading "delta" [level=3]
                    - paragraph:
                      - link "http://127.0.0.1:31234/"
                    - group: How to log in to delta
                    - button "Delete delta"
                  - listitem:
                    - heading "echo-with-a-name-as-long-as-they-may-be1" [level=3]
            """);
        Assert.Equal("en", await Tab.Page.Locator("html").GetAttributeAsync("lang"));
        Assert.Empty(Tab.Complaints);
    }

    [ChromiumFact]
    public async Task A_narrow_screen_never_scrolls_sideways()
    {
        await Tab.Page.SetViewportSizeAsync(360, 740);
        await OpenAsync(s_everyPhase);
        await Dashboard.Store("delta").ExpectPhaseAsync("Ready");
        await Dashboard.Store("delta").LogIn.ClickAsync();
        Assert.Equal(360, await Tab.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
    }

    [ChromiumTheory]
    [InlineData(320)]
    [InlineData(400)]
    [InlineData(640)]
    public async Task Nothing_that_can_be_used_covers_another_and_no_bullet_lies_outside_its_box(int width)
    {
        var at = DateTime.UtcNow;
        await Tab.Page.SetViewportSizeAsync(width, 740);
        await OpenAsync(ScriptedStore.Ready("demo", "http://127.0.0.1:31234/") with
        {
            Phase = "Degraded",
            Admin = s_admin with { Vault = null },
            Degradation = new(at, [new("ObjectMissing", "NetworkPolicy deny-all is gone."), new("ChartOutdated", "Upgrade the store.")]),
            Timeline = [new("AwaitSlot", at, at), new("InstallRelease", at, at), new("AwaitWorkloads", at, at)],
        });
        await Dashboard.Store("demo").ExpectPhaseAsync("Degraded");
        Assert.Empty(await Tab.Page.EvaluateAsync<string[]>(Overlaps));

        await Dashboard.Store("demo").LogIn.ClickAsync();
        Assert.Empty(await Tab.Page.EvaluateAsync<string[]>(Overlaps));
        Assert.True(await Tab.Page.EvaluateAsync<bool>(BulletsHaveRoom));
    }

    [ChromiumFact]
    public async Task Nothing_moves_for_who_asked_for_less_motion()
    {
        await Tab.Page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        await OpenAsync(s_everyPhase);
        await Dashboard.Store("alpha").ExpectPhaseAsync("Provisioning");
        Assert.Equal(0, await Tab.Page.EvaluateAsync<int>("document.getAnimations().length"));
    }
}
