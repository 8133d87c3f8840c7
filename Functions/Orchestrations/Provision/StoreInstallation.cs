using Functions.Orchestrations.Operations;
using Functions.Orchestrations.Remove;
using Stores.Core;
using Stores.Diagnosis;
using Stores.Lifecycle;
using Stores.Readiness;
using Stores.Releases;

namespace Functions.Orchestrations.Provision;

/// <summary>The steps that make a store, each with its undoing registered before it.</summary>
internal sealed class StoreInstallation(OperationInput operation, OperationSteps steps)
{
    // A diagnosis is worth a second try; the undoing is not to wait longer for it.
    private static readonly RetrySettings s_diagnosis =
        new() { MaxAttempts = 2, FirstInterval = TimeSpan.FromSeconds(1), MaxInterval = TimeSpan.FromSeconds(1) };

    private StoreIdentity Store => operation.Store;

    private OperationSettings Settings => operation.Settings;

    /// <summary>Makes the store.</summary>
    /// <param name="compensation">Gets what undoes the steps.</param>
    /// <param name="removal">Undoes them.</param>
    /// <returns>The shop.</returns>
    /// <exception cref="StepFailedException">A step failed for good; from the release on with a diagnosis.</exception>
    public async Task<ReadyShop> RunAsync(Compensation compensation, StoreRemoval removal)
    {
        var step = new StepInput(Store, operation.Id);

        compensation.Register("Namespace", removal.DeleteNamespaceAsync);
        await steps.RunAsync(ActivityNames.CreateNamespace, step, Settings.Steps, $"Creating namespace {Store.Resources.Namespace}.");

        compensation.Register("Credentials", removal.DeleteCredentialsAsync);
        await steps.RunAsync(ActivityNames.EnsureCredentials, step, Settings.Credentials, "Making the store's passwords.");

        compensation.Register("Release", removal.UninstallAsync);
        return await InstallAsync($"Installing release {Store.Resources.Release}.", isRunning: false);
    }

    /// <summary>Upgrades what was installed before.</summary>
    /// <returns>The shop.</returns>
    /// <exception cref="StepFailedException">With a diagnosis.</exception>
    public Task<ReadyShop> UpgradeAsync() => InstallAsync($"Upgrading release {Store.Resources.Release}.", isRunning: true);

    /// <summary>Applies once more what is installed already, since some of it is gone or changed.</summary>
    /// <returns>The shop.</returns>
    /// <exception cref="StepFailedException">With a diagnosis.</exception>
    public Task<ReadyShop> ReapplyAsync() => DiagnosedAsync(async () =>
    {
        var step = new StepInput(Store, operation.Id);
        await steps.AwaitAsync(ActivityNames.ReapplyRelease, step, Settings.Release, $"Applying release {Store.Resources.Release} again.");
        await steps.RunAsync(ActivityNames.RemoveAdditions, step, Settings.Steps, "Removing what was added.");
        return await new StoreWait(operation, steps).RunAsync();
    });

    private Task<ReadyShop> InstallAsync(string message, bool isRunning) => DiagnosedAsync(async () =>
    {
        await steps.AwaitAsync(
            ActivityNames.InstallRelease, new InstallReleaseInput(Store, operation.Id, operation.Spec, isRunning), Settings.Release,
            message);
        return await new StoreWait(operation, steps).RunAsync();
    });

    // Should a step fail for good, the store is looked at before anything of it is undone.
    private async Task<ReadyShop> DiagnosedAsync(Func<Task<ReadyShop>> work)
    {
        try
        {
            return await work();
        }
        catch (StepFailedException failed)
        {
            throw new StepFailedException(failed.Step, failed.Failure, await DiagnoseAsync());
        }
    }

    private async Task<StoreDiagnosis> DiagnoseAsync()
    {
        try
        {
            return await steps.AskAsync<StoreDiagnosis>(ActivityNames.DiagnoseStore, Store, s_diagnosis);
        }
        catch (StepFailedException failed)
        {
            // It must not make the failure worse.
            return StoreDiagnosis.None($"The store could not be looked at: {failed.Failure}");
        }
    }
}
