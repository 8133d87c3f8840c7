using Functions.Entities;
using Functions.IntegrationTests.InProcess;
using Functions.Orchestrations.Repair;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Stores.Core;
using Stores.Drift;
using Stores.Lifecycle;
using Stores.Sweeps;

namespace Functions.IntegrationTests.Orchestrations;

/// <summary>How a comparison goes through the pages of stores, on the real engine.</summary>
public sealed class CompareStoresTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("00:00:30")]
    [InlineData("00:00:00")]
    public async Task It_rests_between_pages_as_long_as_it_is_told_to(string pause)
    {
        var rest = TimeSpan.Parse(pause, System.Globalization.CultureInfo.InvariantCulture);
        // Without a rest nothing is waited for, and a busy machine may take its time.
        var pages = new PageRecord(new HastyClock(rest > TimeSpan.Zero ? 100 : 1));
        await using var host = await InProcessHost.StartAsync(
            Path.Combine(_folder.Path, "durable.db"),
            FunctionCatalog.Discover([typeof(CompareStores), typeof(ComparisonHistoryEntity), typeof(Pages)]),
            services => services.AddSingleton(pages).AddSingleton(pages.Clock));

        var request = new ComparisonRequest("compare-1", DateTime.UtcNow, new RepairSettings(), new OperationSettings())
        {
            PagePause = rest,
        };
        await host.Client.Entities.SignalEntityAsync(ComparisonHistoryEntity.Id, nameof(ComparisonHistoryEntity.Begin), request);
        await Eventually.TrueAsync(
            async () => await host.Client.GetInstanceAsync("compare-1") is { IsCompleted: true }, () => "the comparison should end");

        Assert.Equal([null, "b", "c"], pages.Asked.Select(page => page.Continuation));
        var summary = (await host.Client.Entities.GetEntityAsync<ComparisonLedger>(ComparisonHistoryEntity.Id))!.State.Latest!;
        Assert.Equal((6, (StoreFailure?)null), (summary.Compared, summary.Failure));
        foreach (var (before, after) in pages.Asked.Zip(pages.Asked.Skip(1)))
        {
            Assert.Equal(rest > TimeSpan.Zero, after.At - before.At >= TimeSpan.FromSeconds(30));
        }
    }

    /// <summary>Which pages were asked for, and when.</summary>
    internal sealed class PageRecord(TimeProvider clock)
    {
        public TimeProvider Clock => clock;

        public List<(string? Continuation, DateTimeOffset At)> Asked { get; } = [];
    }

    /// <summary>Three pages of two stores each, none of which has drifted.</summary>
    internal sealed class Pages(PageRecord record)
    {
        [Function(ActivityNames.CompareStorePage)]
        public ComparedPage Run([ActivityTrigger] string? continuation)
        {
            record.Asked.Add((continuation, record.Clock.GetUtcNow()));
            return new ComparedPage(continuation switch { null => "b", "b" => "c", _ => null }, 2, 0, null, []);
        }
    }
}
