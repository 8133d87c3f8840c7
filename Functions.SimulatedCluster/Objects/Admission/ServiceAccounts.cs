using System.Text.Json.Nodes;

namespace Functions.SimulatedCluster.Objects.Admission;

/// <summary>A pod's service account, without which it is not let in.</summary>
internal static class ServiceAccounts
{
    private const string Default = "default";

    // A namespace's own account is made just after it: the plugin looks three times.
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(400);

    /// <summary>Gives a pod its namespace's account where it names none; modifies it.</summary>
    /// <exception cref="ApiException">403: there is no such account.</exception>
    public static void Apply(ObjectStore store, ObjectKey key, JsonObject pod)
    {
        var name = NameIn(pod);
        pod.Child("spec")["serviceAccountName"] = name;
        if (Find(store, key.Namespace, name) is null)
        {
            throw ApiException.Forbidden(
                key, $"error looking up service account {key.Namespace}/{name}: serviceaccount \"{name}\" not found");
        }
    }

    /// <summary>Waits a moment for an account that may be on its way.</summary>
    public static async Task AwaitAsync(ObjectStore store, ObjectKey key, JsonObject pod, CancellationToken cancellationToken)
    {
        // A client waits, whatever time it is for the cluster.
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(s_patience);
        while (!patience.IsCancellationRequested)
        {
            var next = store.ChangesAfter(store.Version).Next;
            if (Find(store, key.Namespace, NameIn(pod)) is not null)
            {
                return;
            }

            await next.WaitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static string NameIn(JsonObject pod) => pod.Text("spec", "serviceAccountName") is { Length: > 0 } name ? name : Default;

    private static JsonObject? Find(ObjectStore store, string ns, string name) =>
        store.Find(new ObjectKey(store.Catalog.Core("serviceaccounts"), ns, name));
}
