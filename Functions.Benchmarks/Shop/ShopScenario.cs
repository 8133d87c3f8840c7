namespace Functions.Benchmarks.Shop;

/// <summary>
/// Shops on a real cluster: visitors who have nothing in their cart and visitors who have, beside the same of a shop of another chart in
/// the same cluster. Who asks does it from this machine, and how much of its processors that takes is told with the figures.
/// </summary>
/// <param name="shop">The shop's namespace.</param>
/// <param name="beside">The namespace of the shop to compare it with; null to compare with none.</param>
internal sealed class ShopScenario(string? shop, string? beside) : Scenario
{
    private const int AtATime = 16;
    private const int Rounds = 3;

    private static readonly TimeSpan s_round = TimeSpan.FromSeconds(20);

    public override string Name => "shop";

    public override bool NeedsMore => shop is null;

    public override async Task<IEnumerable<Figure>> RunAsync()
    {
        using var measured = await ShopAddress.FindAsync(shop ?? throw new ArgumentException("--shop: names no namespace of a shop"));
        using var other = beside is null ? null : await ShopAddress.FindAsync(beside);

        // Once through every page, so that nobody measures how PHP reads its code.
        foreach (var address in new[] { measured, other }.OfType<ShopAddress>())
        {
            await new Visitors(address, carts: false, AtATime).BrowseAsync(TimeSpan.FromSeconds(10));
        }

        var (without, memory) = await measured.WatchAsync(() => new Visitors(measured, carts: false, AtATime).BrowseAsync(s_round));
        var otherWithout = other is null ? null : await new Visitors(other, carts: false, AtATime).BrowseAsync(s_round);
        var (with, otherWith) = (new Looks(), new Looks());
        for (var round = 0; round < Rounds; round++)
        {
            with.Add(await new Visitors(measured, carts: true, AtATime).BrowseAsync(s_round));
            if (other is not null)
            {
                otherWith.Add(await new Visitors(other, carts: true, AtATime).BrowseAsync(s_round));
            }
        }

        var ratio = other is null
            ? null
            : new Figure("with a cart, the shop / the one beside it", with.PerSecond / otherWith.PerSecond, "", AtLeast(1.5));
        return
        [
            .. Figures("without a cart", without, otherWithout, AtLeast(20), AtMost(1000)),
            new Figure("web pod's working set, visitors without a cart", memory / 1048576, "MiB", AtMost(200)),
            .. Figures("with a cart", with, other is null ? null : otherWith, null, null),
            .. new[] { ratio }.OfType<Figure>(),
        ];
    }

    private static IEnumerable<Figure> Figures(string who, Looks looks, Looks? others, Target? perSecond, Target? p95)
    {
        yield return new Figure($"visitors {who}, {AtATime} at a time", looks.PerSecond, "pages/s", perSecond);
        yield return new Figure($"visitors {who}, 95th percentile", looks.Percentile(95), "ms", p95);
        yield return new Figure($"visitors {who}, processors of who asks", looks.Processors, "");
        if (others is not null)
        {
            yield return new Figure($"visitors {who}, the shop beside it", others.PerSecond, "pages/s");
            yield return new Figure($"visitors {who}, the shop beside it, 95th percentile", others.Percentile(95), "ms");
        }
    }
}
