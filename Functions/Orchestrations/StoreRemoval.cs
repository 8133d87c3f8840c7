using Functions.Activities;
using Functions.Stores;

namespace Functions.Orchestrations;

/// <summary>The steps that remove a store, each to its end whatever was cancelled.</summary>
internal sealed class StoreRemoval(OperationInput operation, OperationSteps steps)
{
    private StoreInventory? _inventory;

    private StoreIdentity Store => operation.Store;

    private OperationSettings Settings => operation.Settings;

    /// <summary>Removes everything.</summary>
    /// <returns>What there was, and what could not be looked at.</returns>
    public async Task<(StoreInventory Inventory, IReadOnlyList<string> Unchecked)> RunAsync()
    {
        var inventory = await InventoryAsync();
        await UninstallAsync();
        var notChecked = await DeleteNamespaceAsync();
        await DeleteCredentialsAsync();
        return (inventory, notChecked);
    }

    /// <summary>What there was before anything was removed.</summary>
    public async Task<StoreInventory> InventoryAsync() => _inventory ??= await steps.RunToEndAsync<StoreInventory>(
        nameof(InventoryStore), Store, Settings.Steps, "Listing what has to disappear.");

    /// <summary>Uninstalls the release, if the namespace is this store's.</summary>
    public async Task UninstallAsync()
    {
        if ((await InventoryAsync()).NamespaceUid is not null)
        {
            await steps.RunToEndAsync(nameof(UninstallRelease), Store, Settings.Steps, $"Uninstalling release {Store.Resources.Release}.");
        }
    }

    /// <summary>Deletes the namespace and waits until it and its volumes are proven absent.</summary>
    /// <returns>What could not be looked at, and why.</returns>
    public async Task<IReadOnlyList<string>> DeleteNamespaceAsync()
    {
        var inventory = await InventoryAsync();
        await steps.RunToEndAsync(nameof(DeleteNamespace), Store, Settings.Steps, $"Deleting namespace {Store.Resources.Namespace}.");
        return await steps.RunToEndAsync<IReadOnlyList<string>>(
            nameof(AwaitAbsence), new AwaitAbsenceInput(Store, inventory), Settings.Absence, "Waiting until the namespace and its volumes are gone.");
    }

    /// <summary>Deletes what is kept of the passwords outside the namespace.</summary>
    public Task DeleteCredentialsAsync() => steps.RunToEndAsync(nameof(DeleteCredentials), Store, Settings.Steps, "Deleting the store's passwords.");
}
