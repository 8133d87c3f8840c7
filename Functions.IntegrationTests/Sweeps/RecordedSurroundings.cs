using Functions.Helm;
using Functions.Kubernetes.Namespaces;
using Functions.Kubernetes.Releases;
using Functions.Secrets;
using Stores.Core;
using Stores.Releases;
using Stores.Removal;
using Stores.Sweeps;

namespace Functions.IntegrationTests.Sweeps;

/// <summary>A cluster, a vault and a helm that do as they are told and keep what was asked of them, in order.</summary>
internal sealed class RecordedSurroundings : ISweptNamespaces, IReleaseRecords, ISweptSecrets, IAdminSecrets, IHelm
{
    public List<NamespaceSighting> Namespaces { get; } = [];

    public Dictionary<string, string> Releases { get; } = [];

    public List<StoreIdentity> VaultSecrets { get; } = [];

    public List<string> Done { get; } = [];

    public TimeSpan LongestRun => TimeSpan.FromMinutes(1);

    /// <summary>What happens when the cluster is surveyed.</summary>
    public Func<Task> Surveyed { get; set; } = () => Task.CompletedTask;

    /// <summary>What happens when a namespace is looked at once more.</summary>
    public Func<string, Task> LookedAt { get; set; } = _ => Task.CompletedTask;

    public bool VaultForbids { get; set; }

    public async IAsyncEnumerable<IReadOnlyList<NamespaceSighting>> ListNamespacesAsync(
        string installation, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Surveyed();
        // More than was asked for: whose they are is not left to the selector alone.
        yield return [.. Namespaces];
    }

    public async Task<NamespaceSighting?> FindNamespaceAsync(string name, CancellationToken cancellationToken)
    {
        await LookedAt(name);
        return Namespaces.FirstOrDefault(ns => ns.Name == name);
    }

    public Task<IReadOnlyList<string>?> ListNamesAsync(string ns, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>?>(Releases.TryGetValue(ns, out var release) ? [release] : null);

    public Task<IReadOnlyList<ReleaseRevision>> ReadAsync(StoreResources store, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<bool> DeleteNamespaceAsync(string name, string uid, CancellationToken cancellationToken)
    {
        Done.Add($"delete {name}");
        return Task.FromResult(Namespaces.RemoveAll(ns => ns.Name == name && ns.Uid == uid) > 0);
    }

    public Task<IReadOnlyCollection<SecretsInVault>> ListAsync(string installation, CancellationToken cancellationToken) => VaultForbids
        ? throw new PermanentStoreFailureException("VaultForbidden", "The vault refuses to list its secrets.")
        : Task.FromResult<IReadOnlyCollection<SecretsInVault>>([.. VaultSecrets.Select(store => new SecretsInVault(store, 3))]);

    public Task EnsureAsync(StoreIdentity store, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<string>> FindAsync(StoreIdentity store, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<Look<IReadOnlyList<SecretDeletion>>> DeleteAsync(StoreIdentity store, CancellationToken cancellationToken)
    {
        Done.Add($"delete secrets {store}");
        VaultSecrets.Remove(store);
        return Task.FromResult(Look.Found<IReadOnlyList<SecretDeletion>>([]));
    }

    public ReleaseMark MarkOf(StoreValues values, string operation) => throw new NotSupportedException();

    public Task<string> RenderAsync(StoreResources store, StoreValues values, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task UpgradeInstallAsync(
        StoreResources store, StoreValues values, ReleaseMark mark, int historyMax, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task RollbackAsync(StoreResources store, int revision, int historyMax, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task UninstallAsync(StoreResources store, CancellationToken cancellationToken)
    {
        Done.Add($"uninstall {store.Release}");
        return store.Release == "stubborn" ? throw new PermanentStoreFailureException("HookFailed", "A hook failed.") : Task.CompletedTask;
    }
}
