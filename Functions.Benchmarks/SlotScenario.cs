using Functions.Entities;
using Functions.Helm;
using Functions.SimulatedCluster;
using Functions.IntegrationTests.Helm;
using Functions.IntegrationTests.InProcess;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Stores.Core;
using Stores.Lifecycle;

namespace Functions.Benchmarks;

/// <summary>
/// A hundred stores through two slots: how much of the slots' time is nobody's while somebody waits. helm is played, so that the time
/// between two stores weighs the more.
/// </summary>
internal sealed class SlotScenario : Scenario
{
    private const int Stores = 100;
    private const int Slots = 2;

    public override string Name => "slots";

    public override async Task<IEnumerable<Figure>> RunAsync()
    {
        await using var cluster = await SimulatedClusterServer.StartAsync(
            new SimulatedClusterOptions { Folder = NewFolder() }, CancellationToken.None);
        await cluster.Node!.Joined;
        await using var runtime = await StartAsync(cluster.KubeconfigPath);
        var client = runtime.Client;
        var poll = new RetrySettings
        {
            MaxAttempts = 1000,
            FirstInterval = TimeSpan.FromMilliseconds(50),
            MaxInterval = TimeSpan.FromMilliseconds(50),
        };
        var settings = new OperationSettings
        {
            Slots = Slots,
            MostWaiting = Stores,
            StoresPerOwner = Stores,
            CreationCoolDown = TimeSpan.Zero,
            Database = poll,
            Workloads = poll,
            ShopCheckWait = poll,
        };

        var names = Enumerable.Range(1, Stores).Select(number => StoreName.Parse($"slot-{number}")).ToList();
        await Task.WhenAll(names.Select(async name =>
        {
            var request = new OperationRequest(
                $"provision-{name}", StoreRequestKind.Provision, name, settings, TimeProvider.System.GetUtcNow().UtcDateTime)
            {
                Spec = new StoreSpec(name, StorePlan.Small, DatabaseEngine.MariaDb),
            };
            await client.ScheduleNewOrchestrationInstanceAsync(OrchestratorNames.BeginOperation, request);
        }));

        var held = new List<(DateTime From, DateTime To)>();
        foreach (var name in names)
        {
            held.Add(await HeldAsync(client, name));
        }

        // While somebody waits: until the last one has a slot.
        var (from, to) = (held.Min(slot => slot.From), held.Max(slot => slot.From));
        var busy = held.Sum(slot => ((slot.To < to ? slot.To : to) - slot.From).TotalMilliseconds);
        var all = Slots * (to - from).TotalMilliseconds;
        return
        [
            new Figure(
                $"{Stores} stores through {Slots} slots, a store's time in its slot, median",
                held.Select(slot => (slot.To - slot.From).TotalMilliseconds).Order().ElementAt(Stores / 2), "ms"),
            new Figure($"{Stores} stores through {Slots} slots, until the last one has one", (to - from).TotalSeconds, "s"),
            new Figure(
                $"{Stores} stores through {Slots} slots, slot time that is nobody's while somebody waits", 100 * (all - busy) / all,
                "%", AtMost(3)),
        ];
    }

    private static async Task<(DateTime From, DateTime To)> HeldAsync(DurableTaskClient client, StoreName name)
    {
        while (true)
        {
            switch ((await client.Entities.GetEntityAsync<StoreRecord>(StoreEntity.IdOf(name)))?.State)
            {
                case { Phase: StorePhase.Ready } ready:
                    return (ready.Timeline.SkipWhile(step => step.Step == Steps.AwaitSlot).First().StartedAt, ready.UpdatedAt);
                case { Phase: StorePhase.Failed } failed:
                    throw new InvalidOperationException($"{failed.Failure}");
            }

            await Task.Delay(100);
        }
    }

    private static Task<BenchmarkRuntime> StartAsync(string kubeconfig)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Kubernetes:Kubeconfig", kubeconfig)]).Build();
        return BenchmarkRuntime.StartAsync(
            functions: FunctionCatalog.Discover(typeof(StoreEntity).Assembly),
            configure: services => services
                .AddSingleton<IConfiguration>(configuration)
                .AddApp(configuration)
                .AddSingleton<HelmTroubles>()
                .Replace(ServiceDescriptor.Singleton<IHelm, QuickHelm>()));
    }
}
