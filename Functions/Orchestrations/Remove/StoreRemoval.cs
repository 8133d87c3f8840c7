using Functions.Orchestrations.Operations;
using Stores.Core;
using Stores.Lifecycle;
using Stores.Removal;

namespace Functions.Orchestrations.Remove;

/// <summary>The steps that remove a store, each to its end whatever was cancelled.</summary>
/// <param name="store">The store, which may be a generation before the one that the operation is about.</param>
/// <param name="settings">How.</param>
/// <param name="steps">Runs them.</param>
/// <param name="earlier">What an earlier try came to; null when this is the first.</param>
internal sealed class StoreRemoval(StoreIdentity store, OperationSettings settings, OperationSteps steps, RemovalRecord? earlier = null)
{
    private StoreInventory? _found;

    /// <summary>What there was and what is known to be gone of it; null while nobody has looked.</summary>
    public RemovalRecord? Progress { get; private set; } = earlier;

    /// <summary>The removal of what a failed generation left, which a provision begins with.</summary>
    public static StoreRemoval BeforeProvision(OperationInput operation, OperationSteps steps) =>
        operation.Previous is { } previous
            ? new(previous, operation.Settings, steps, operation.Removal ?? RemovalRecord.Of(previous))
            : new(operation.Store, operation.Settings, steps);

    /// <summary>Removes everything.</summary>
    public async Task RunAsync()
    {
        await InventoryAsync();
        await UninstallAsync();
        await DeleteNamespaceAsync();
        await DeleteCredentialsAsync();
    }

    /// <summary>
    /// Uninstalls the release, if the namespace is this store's and not on its way out already, which takes the release with it.
    /// </summary>
    public async Task UninstallAsync()
    {
        if (await InventoryAsync() is { NamespaceUid: not null, Terminating: false })
        {
            await steps.RunToEndAsync(
                ActivityNames.UninstallRelease, store, settings.Steps, $"Uninstalling release {store.Resources.Release}.");
        }
    }

    /// <summary>Deletes the namespace and waits until all that was found in the cluster is proven absent.</summary>
    public async Task DeleteNamespaceAsync()
    {
        await InventoryAsync();
        await steps.RunToEndAsync(ActivityNames.DeleteNamespace, store, settings.Steps, $"Deleting namespace {store.Resources.Namespace}.");
        await AwaitAbsenceAsync();
    }

    /// <summary>Deletes what is kept of the passwords outside the namespace.</summary>
    public async Task DeleteCredentialsAsync()
    {
        await InventoryAsync();
        var deletions = await steps.AwaitToEndAsync<IReadOnlyList<SecretDeletion>>(
            ActivityNames.DeleteCredentials, store, settings.Steps, "Deleting the store's passwords.");
        Progress = Progress!.Purge(deletions, steps.Now);
    }

    // Everything is listed before anything is removed.
    private async Task<StoreInventory> InventoryAsync()
    {
        if (_found is null)
        {
            _found = await steps.RunToEndAsync<StoreInventory>(
                ActivityNames.InventoryStore, store, settings.Steps, "Listing what has to disappear.");
            Progress = (Progress ?? RemovalRecord.Of(store)).Find(store.Resources, _found);
        }

        return _found;
    }

    private async Task AwaitAbsenceAsync()
    {
        var (began, message) = (steps.Now, "Waiting until the namespace and its volumes are gone.");
        await steps.ReportAsync(ActivityNames.AwaitAbsence, message);
        for (var looks = 1; ; looks++)
        {
            // A cluster that is out of reach for a while is no reason to give up before the time is over.
            var remains = await steps.AskAsync<StoreRemains>(
                ActivityNames.AwaitAbsence, new AwaitAbsenceInput(store, Progress!.Inventory),
                settings.Absence with { Deadline = settings.StuckAfter });
            Progress = Progress.Look(remains, steps.Now);
            switch (AbsencePolicy.Decide(store.Resources, remains, steps.Now - began, IsLate(looks, steps.Now - began)))
            {
                case AbsenceDecision.Gone:
                    return;
                case AbsenceDecision.Stuck { Reason: var reason }:
                    throw new StepFailedException(ActivityNames.AwaitAbsence, reason);
                case AbsenceDecision.Waiting { Message: var said } when said != message:
                    await steps.ReportAsync(ActivityNames.AwaitAbsence, message = said);
                    break;
            }

            await steps.WaitAsync(settings.Absence.DelayBefore(looks - 1));
        }
    }

    private bool IsLate(int looks, TimeSpan waited) =>
        waited >= settings.StuckAfter || looks >= settings.Absence.MaxAttempts
        || waited >= (settings.Absence.Deadline ?? TimeSpan.MaxValue);
}
