using System.Globalization;
using Functions.Api.Stores;
using Functions.Entities;
using Functions.IntegrationTests.Helm;
using Functions.IntegrationTests.InProcess;
using Functions.SimulatedCluster;
using Functions.SimulatedCluster.Faults;
using Stores.Core;
using Stores.Lifecycle;

namespace Functions.IntegrationTests.Invariants;

/// <summary>
/// What may befall an app with a handful of stores, chosen by a seed: requests, crashes, faults of the cluster, of pods and of helm, and
/// deliveries that come twice.
/// </summary>
internal sealed class ChaosSequence : IAsyncDisposable
{
    private const int LongestPause = 50;
    private const int LongestLooks = 100;

    private readonly SimulatedClusterServer _cluster;
    private readonly string _stateFile;
    private readonly Random _random;
    private readonly HastyClock _clock = new(5);
    private readonly HelmTroubles _troubles = new();
    private readonly List<FaultRule> _rules = [];
    private readonly List<Task> _calls = [];
    private readonly List<string> _log = [];

    private ChaosSequence(SimulatedClusterServer cluster, string folder, int seed)
    {
        (_cluster, _stateFile) = (cluster, Path.Combine(folder, $"{seed}.db"));
        _random = new Random(seed);
        Stores = [.. Enumerable.Range(1, _random.Next(3, 6))
            .Select(number => StoreName.Parse($"s{seed.ToString(CultureInfo.InvariantCulture)}-{number}"))];
    }

    public IReadOnlyList<StoreName> Stores { get; }

    public Deliveries Deliveries { get; } = new();

    public AppLife Life { get; private set; } = null!;

    /// <summary>What happened, oldest first.</summary>
    public IReadOnlyList<string> Log => _log;

    /// <summary>Lets everything happen, and then the app live in peace.</summary>
    public static async Task<ChaosSequence> RunAsync(SimulatedClusterServer cluster, string folder, int seed)
    {
        var sequence = new ChaosSequence(cluster, folder, seed);
        await sequence.RiseAsync();
        foreach (var store in sequence.Stores)
        {
            if (sequence._random.Next(2) == 0)
            {
                sequence.BreakPods(store);
            }

            sequence.Create(store);
        }

        var steps = sequence._random.Next(5, 16);
        for (var step = 0; step < steps; step++)
        {
            await sequence.StepAsync();
            await sequence.PauseAsync();
        }

        sequence.Calm();
        await Task.WhenAll(sequence._calls);
        return sequence;
    }

    /// <summary>The store's record.</summary>
    public async Task<StoreRecord> ReadAsync(StoreName store) =>
        (await Life.Client.Entities.GetEntityAsync<StoreRecord>(StoreEntity.IdOf(store)))?.State ?? new StoreRecord();

    /// <summary>What was delivered may come again when the store that it was for is long gone: all of it does.</summary>
    public async Task DeliverAllAgainAsync()
    {
        foreach (var delivery in Deliveries.Done)
        {
            await DeliverAgainAsync(delivery);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Calm();
        await Life.DisposeAsync();
    }

    private async Task StepAsync()
    {
        var store = Pick(Stores);
        var ns = new StoreResources(store).Namespace;
        switch (_random.Next(100))
        {
            case < 30:
                Create(store);
                break;
            case < 42:
                Call(nameof(RemoveStore), store);
                break;
            case < 48:
                Call(nameof(CancelStore), store);
                break;
            case < 55:
                var failed = await AnyAsync(StorePhase.Failed) ?? store;
                Call(nameof(RetryStore), failed);
                if (_random.Next(3) == 0)
                {
                    await Task.Delay(_random.Next(LongestPause));
                    Call(nameof(CancelStore), failed);
                }

                break;
            case < 58:
                Call(nameof(RequestUpgrade), await AnyAsync(StorePhase.Ready) ?? store);
                break;
            case < 68:
                _log.Add("crash");
                await Life.DieAsync();
                await RiseAsync();
                break;
            case < 74:
                Break(new FaultRule(Pick([Fault.InternalError, Fault.TooManyRequests, Fault.DroppedResponse]))
                {
                    Namespace = ns,
                    Kind = Pick(["Secret", "StatefulSet", "Deployment", "Pod", "PersistentVolumeClaim", "Service", null]),
                    Times = _random.Next(1, 4),
                });
                break;
            case < 77:
                Break(new FaultRule(Pick([Fault.InternalError, Fault.DroppedResponse])) { Kind = "Namespace", NamePrefix = ns, Times = 1 });
                break;
            case < 83:
                BreakPods(store);
                break;
            case < 85:
                Break(new FaultRule(Fault.NamespaceStuck) { NamePrefix = ns });
                break;
            case < 91:
                MakeHelmFail(ns);
                break;
            default:
                await DeliverAgainAsync();
                break;
        }
    }

    private void Create(StoreName store) =>
        Call(nameof(CreateStore), store, new { name = store.Value, onFailure = Pick(["keep", "compensate"]) });

    private void BreakPods(StoreName store) => Break(new FaultRule(Pick([Fault.ImagePullBackOff, Fault.NeverReady, Fault.CrashLoopBackOff]))
    {
        Namespace = new StoreResources(store).Namespace,
        NamePrefix = Pick(["database-", "web-", "install-"]),
        Times = Pick<int?>([1, 3, null]),
    });

    private void Call(string function, StoreName store, object? body = null)
    {
        var (life, index) = (Life, _log.Count);
        _log.Add($"{function} {store} {body}".TrimEnd());
        _calls.Add(AnswerAsync());

        async Task AnswerAsync()
        {
            var status = await life.CallAsync(function, store.Value, body);
            lock (_log)
            {
                _log[index] += $" -> {status?.ToString(CultureInfo.InvariantCulture) ?? "no answer"}";
            }
        }
    }

    private void Break(FaultRule rule)
    {
        _log.Add($"{rule.Fault} of {rule.Kind ?? "anything"} {rule.NamePrefix}* in {rule.Namespace ?? "the cluster"}, times {rule.Times}");
        _rules.Add(rule);
        _cluster.Faults.Add(rule);
    }

    private void MakeHelmFail(string ns)
    {
        // More times than a step is tried, it fails for good.
        var (verb, step, times, kill) = (Pick(["upgrade", "uninstall"]), _random.Next(6), Pick([1, 1, 2, 10]), _random.Next(2) == 0);
        _log.Add($"helm {verb} in {ns} {(kill ? "is killed" : "fails")} before its write {step}, {times} times");
        for (var time = 0; time < times; time++)
        {
            if (kill)
            {
                _troubles.Kill(ns, verb, step);
            }
            else
            {
                _troubles.Fail(ns, verb, step);
            }
        }
    }

    private async Task DeliverAgainAsync()
    {
        if (Deliveries.Done is { Count: > 0 } done)
        {
            await DeliverAgainAsync(Pick(done));
        }
    }

    private async Task DeliverAgainAsync((FunctionDescriptor Function, object Input) delivery)
    {
        if (Deliveries.StoreOf(delivery.Input) is not { } store || !IsOver(await ReadAsync(store.Name), store))
        {
            return;
        }

        _log.Add($"{delivery.Function.Name} for {store} comes again");
        try
        {
            await Life.DeliverAgainAsync(delivery.Function, delivery.Input);
        }
        catch (StoreFailureException)
        {
            // As its orchestration would be told, if that still listened.
        }
    }

    private static bool IsOver(StoreRecord record, StoreIdentity store) =>
        record.Generation > store.Generation || record.Phase == StorePhase.Deleted;

    /// <summary>Lets things happen at the same time, or one after the other.</summary>
    private async Task PauseAsync()
    {
        if (_random.Next(3) > 0)
        {
            await Task.Delay(_random.Next(LongestPause));
            return;
        }

        var store = Pick(Stores);
        for (var looks = 0; looks < LongestLooks && (await ReadAsync(store)).Operation is not null; looks++)
        {
            await Task.Delay(LongestPause / 5);
        }
    }

    private async Task<StoreName?> AnyAsync(StorePhase phase)
    {
        foreach (var store in Stores)
        {
            if ((await ReadAsync(store)).Phase == phase)
            {
                return store;
            }
        }

        return null;
    }

    private void Calm()
    {
        _troubles.Clear();
        _rules.ForEach(_cluster.Faults.Remove);
    }

    private async Task RiseAsync() => Life = await AppLife.BeginAsync(_stateFile, _cluster.KubeconfigPath, _clock, _troubles, Deliveries);

    private T Pick<T>(IReadOnlyList<T> choices) => choices[_random.Next(choices.Count)];
}
