using Functions.Helm;
using Functions.Stores;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Functions.Activities;

/// <summary>Installs the store's release without waiting for it, after recovering what an interrupted run left.</summary>
public sealed partial class InstallRelease(IHelm helm, ILogger<InstallRelease> logger)
{
    /// <summary>Runs the activity.</summary>
    [Function(nameof(InstallRelease))]
    public async Task RunAsync([ActivityTrigger] InstallReleaseInput input, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        await client.RequireCurrentAsync(input, cancellationToken);
        await InstallAsync(input, cancellationToken);
    }

    internal async Task InstallAsync(InstallReleaseInput input, CancellationToken cancellationToken)
    {
        var release = input.Store.Resources;
        var (action, reason) = ReleaseRecovery.Decide(await helm.GetStatusAsync(release, cancellationToken));
        switch (action)
        {
            case ReleaseAction.Uninstall:
                LogRecovery(release.Release, release.Namespace, action, reason);
                await helm.UninstallAsync(release, cancellationToken);
                break;
            case ReleaseAction.Rollback:
                LogRecovery(release.Release, release.Namespace, action, reason);
                await helm.RollbackAsync(release, cancellationToken);
                break;
        }

        await helm.UpgradeInstallAsync(release, StoreValues.For(input.Spec), cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Release {Release} in namespace {Namespace} is recovered by {Action} before it is installed: {Reason}")]
    private partial void LogRecovery(string release, string @namespace, ReleaseAction action, string reason);
}

/// <summary>Input of <see cref="InstallRelease"/>.</summary>
/// <param name="Store">Whose release.</param>
/// <param name="Operation">The instance id of the operation that installs it.</param>
/// <param name="Spec">What the release is made of.</param>
public sealed record InstallReleaseInput(StoreIdentity Store, string Operation, StoreSpec Spec) : StepInput(Store, Operation);
