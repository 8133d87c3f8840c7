using Functions.SimulatedCluster.Faults;
using Functions.SimulatedCluster.Objects;
using Microsoft.Extensions.Logging;

namespace Functions.SimulatedCluster.Lifecycle;

/// <summary>
/// The part of kube-controller-manager and the scheduler: brings each namespace that has changed, or whose time has come, closer to what
/// its objects ask for.
/// </summary>
internal sealed partial class ControllerManager : IAsyncDisposable
{
    // Not a namespace's name: when events are to be swept.
    private const string Events = "";

    private readonly CancellationTokenSource _stopping = new();
    private readonly ObjectStore _store;
    private readonly ILogger<ControllerManager> _logger;
    private readonly ClusterObjects _cluster;
    private readonly PriorityQueue<string, DateTimeOffset> _due = new();
    private readonly Dictionary<string, DateTimeOffset> _next = new(StringComparer.Ordinal);
    private readonly Queue<string> _unseen = new();
    private Task _running = Task.CompletedTask;

    public ControllerManager(ObjectStore store, FaultPlan faults, ILogger<ControllerManager> logger)
    {
        _store = store;
        _logger = logger;
        _cluster = new ClusterObjects(store, faults, LookAgain);
    }

    /// <summary>Starts.</summary>
    /// <param name="joined">
    /// Completes when pods have somewhere to run, if anywhere: what was stored before is not looked at earlier.
    /// </param>
    public void Start(Task joined) => _running = Task.Run(() => RunAsync(joined));

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running;
        _stopping.Dispose();
    }

    private async Task RunAsync(Task joined)
    {
        var version = _store.Version;
        var stored = true;
        LookAgain(Events, EventExpiry.Period);
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                // What was stored before this start may need work too; it is seen to when nothing newer waits, and not while others wait
                // for the start.
                if (stored && joined.IsCompleted)
                {
                    stored = false;
                    SeeAll();
                }

                var (changes, next) = _store.ChangesAfter(version);
                version = changes.Count > 0 ? changes[^1].Version : version;
                HashSet<string> dirty = [.. changes.SelectMany(NamespacesOf), .. TakeDue()];
                if (dirty.Count == 0 && _unseen.TryDequeue(out var unseen))
                {
                    dirty.Add(unseen);
                }

                foreach (var claim in changes.Where(change => change is { Type: "DELETED", Key.Kind.Name: "PersistentVolumeClaim" }))
                {
                    VolumeController.Reclaim(_cluster, claim.Value.Text("spec", "volumeName"));
                }

                foreach (var volume in changes.Where(change => change is { Type: not "DELETED", Key.Kind.Name: "PersistentVolume" }))
                {
                    VolumeController.Reclaim(_cluster, volume.Key.Name);
                }

                foreach (var ns in dirty)
                {
                    Reconcile(ns);
                }

                if (dirty.Count == 0)
                {
                    await (stored ? Task.WhenAny(next, joined) : next)
                        .WaitAsync(UntilDue(), _store.Clock, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                }
            }
            catch (ApiException)
            {
                // More has changed than is kept: look at everything.
                version = _store.Version;
                SeeAll();
            }
        }
    }

    private void SeeAll()
    {
        _unseen.Clear();
        foreach (var ns in _store.Names(_store.Catalog.Core("namespaces")))
        {
            _unseen.Enqueue(ns);
        }

        foreach (var volume in _cluster.List("v1", "PersistentVolume", null).ToList())
        {
            VolumeController.Reclaim(_cluster, volume.Name());
        }
    }

    private void LookAgain(string ns, TimeSpan after)
    {
        var due = _store.Clock.GetUtcNow() + after;
        if (!_next.TryGetValue(ns, out var earlier) || due < earlier)
        {
            _next[ns] = due;
            _due.Enqueue(ns, due);
        }
    }

    private List<string> TakeDue()
    {
        var taken = new List<string>();
        while (_due.TryPeek(out var ns, out var due) && due <= _store.Clock.GetUtcNow())
        {
            _due.Dequeue();
            // Another time than the noted one was overtaken by an earlier one.
            if (_next.TryGetValue(ns, out var noted) && noted == due)
            {
                _next.Remove(ns);
                taken.Add(ns);
            }
        }

        return taken;
    }

    // Bounded, since a timer takes no more than 49 days.
    private TimeSpan UntilDue() => _due.TryPeek(out _, out var due)
        ? TimeSpan.FromTicks(Math.Clamp((due - _store.Clock.GetUtcNow()).Ticks, 0, TimeSpan.TicksPerDay))
        : TimeSpan.FromDays(1);

    private IEnumerable<string> NamespacesOf(Change change) => change.Key.Kind.Name switch
    {
        "Event" => [],
        "Namespace" => [change.Key.Name],
        "Node" => Scheduler.MakesRoom(change.Before, change.Value) ? Waiting("Pod", pod => pod.Text("spec", "nodeName") is null) : [],
        "StorageClass" => Waiting("PersistentVolumeClaim", claim => claim.Text("status", "phase") == "Pending"),
        "PersistentVolume" => [change.Value.Text("spec", "claimRef", "namespace") ?? Events],
        _ => [change.Key.Namespace],
    };

    private IEnumerable<string> Waiting(string kind, Func<System.Text.Json.Nodes.JsonObject, bool> waits) =>
        _cluster.List("v1", kind, null).Where(waits).Select(o => o.Namespace());

    private void Reconcile(string ns)
    {
        try
        {
            if (ns.Length == 0)
            {
                EventExpiry.Sweep(_cluster);
                LookAgain(Events, EventExpiry.Period);
                return;
            }

            if (!NamespaceController.Reconcile(_cluster, ns))
            {
                return;
            }

            GarbageCollector.Reconcile(_cluster, ns);
            CronJobController.Reconcile(_cluster, ns);
            JobController.Reconcile(_cluster, ns);
            DeploymentController.Reconcile(_cluster, ns);
            ReplicaSetController.Reconcile(_cluster, ns);
            StatefulSetController.Reconcile(_cluster, ns);
            VolumeController.Reconcile(_cluster, ns);
            Scheduler.Reconcile(_cluster, ns);
            QuotaController.Reconcile(_cluster, ns);
        }
        catch (ApiException exception)
        {
            // Another write came between; its change brings this namespace here again.
            LogRetry(ns, exception.Message);
        }
        catch (Exception exception)
        {
            LogFailed(ns, exception);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Controllers failed in namespace {Namespace}; other namespaces go on")]
    private partial void LogFailed(string @namespace, Exception exception);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Namespace {Namespace} is looked at again: {Reason}")]
    private partial void LogRetry(string @namespace, string reason);
}
