using Functions.SimulatedCluster.Objects;
using Microsoft.Extensions.Logging;

namespace Functions.SimulatedCluster.Lifecycle;

/// <summary>The part of kube-controller-manager and the scheduler: brings each namespace that has changed closer to what its objects ask for.</summary>
internal sealed partial class ControllerManager(ObjectStore store, ILogger<ControllerManager> logger) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly ClusterObjects _cluster = new(store);
    private Task _running = Task.CompletedTask;

    public void Start() => _running = Task.Run(RunAsync);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running;
        _stopping.Dispose();
    }

    private async Task RunAsync()
    {
        // What was stored before this start may need work too.
        var version = store.Version;
        var dirty = AllNamespaces();
        while (!_stopping.IsCancellationRequested)
        {
            foreach (var ns in dirty)
            {
                Reconcile(ns);
            }

            try
            {
                var (changes, next) = store.ChangesAfter(version);
                if (changes.Count == 0)
                {
                    await next.WaitAsync(_stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                }

                version = changes.Count > 0 ? changes[^1].Version : version;
                dirty = [.. changes.SelectMany(NamespacesOf)];
            }
            catch (ApiException)
            {
                // More has changed than is kept: look at everything.
                version = store.Version;
                dirty = AllNamespaces();
            }
        }
    }

    private HashSet<string> AllNamespaces() => [.. store.List(store.Catalog.Core("namespaces"), null).Items.Select(ns => ns.Name())];

    private IEnumerable<string> NamespacesOf(Change change) => change.Key.Kind.Name switch
    {
        "Namespace" => [change.Key.Name],
        // A node may make room for any pod, a volume belongs to one claim.
        "Node" => AllNamespaces(),
        "PersistentVolume" => [change.Value.Text("spec", "claimRef", "namespace") ?? ""],
        _ => [change.Key.Namespace],
    };

    private void Reconcile(string ns)
    {
        try
        {
            if (!NamespaceController.Reconcile(_cluster, ns))
            {
                return;
            }

            GarbageCollector.Reconcile(_cluster, ns);
            WorkloadControllers.Reconcile(_cluster, ns);
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
