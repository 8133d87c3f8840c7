using Functions.Activities;
using Functions.Stores;

namespace Functions.Orchestrations;

/// <summary>The steps that make a store, each with its undoing registered before it.</summary>
internal sealed class StoreInstallation(OperationInput operation, OperationSteps steps)
{
    private StoreIdentity Store => operation.Store;

    private OperationSettings Settings => operation.Settings;

    /// <summary>Makes the store.</summary>
    /// <param name="compensation">Gets what undoes the steps.</param>
    /// <returns>The shop's URL.</returns>
    public async Task<string> RunAsync(Compensation compensation)
    {
        var removal = new StoreRemoval(operation, steps);
        var step = new StepInput(Store, operation.Id);

        compensation.Register("Namespace", removal.DeleteNamespaceAsync);
        await steps.RunAsync(nameof(CreateNamespace), step, Settings.Steps, $"Creating namespace {Store.Resources.Namespace}.");

        compensation.Register("Credentials", removal.DeleteCredentialsAsync);
        await steps.RunAsync(nameof(EnsureCredentials), step, Settings.Steps, "Making the store's passwords.");

        compensation.Register("Release", removal.UninstallAsync);
        return await InstallAsync($"Installing release {Store.Resources.Release}.");
    }

    /// <summary>Upgrades what was installed before.</summary>
    /// <returns>The shop's URL.</returns>
    public Task<string> UpgradeAsync() => InstallAsync($"Upgrading release {Store.Resources.Release}.");

    private async Task<string> InstallAsync(string message)
    {
        await steps.RunAsync(nameof(InstallRelease), new InstallReleaseInput(Store, operation.Id, operation.Spec), Settings.Steps, message);
        return await AwaitReadinessAsync();
    }

    /// <summary>Waits for what is there.</summary>
    /// <returns>The shop's URL.</returns>
    public async Task<string> AwaitReadinessAsync()
    {
        await steps.RunAsync(nameof(AwaitDatabase), Store, Settings.Database, "Waiting for the database to answer a query.");
        return await steps.RunAsync<string>(nameof(AwaitWorkloads), Store, Settings.Workloads, "Waiting for every workload and the address.");
    }
}
