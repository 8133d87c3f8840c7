using Functions.Activities.Operations;
using Functions.Helm;
using Functions.Kubernetes.Namespaces;
using Functions.Kubernetes.Releases;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Stores.Core;
using Stores.Lifecycle;
using Stores.Releases;

namespace Functions.Activities.Provision;

/// <summary>
/// Brings the store's release to its chart and values without waiting for workloads, from whatever an interrupted run left.
/// </summary>
public sealed partial class InstallRelease(
    IHelm helm, IReleaseRecords records, IReleaseObjects objects, ICopiedSecrets secrets, IOptions<OperationSettings> settings,
    ILogger<InstallRelease> logger)
{
    /// <returns>Whether the release is as wanted; "not yet" while the helm of an earlier try may be at work on it.</returns>
    [Function(ActivityNames.InstallRelease)]
    public async Task<Look> RunAsync(
        [ActivityTrigger] InstallReleaseInput input, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        await client.RequireCurrentAsync(input, cancellationToken);
        return await InstallAsync(input, cancellationToken);
    }

    /// <summary>Looks, decides and acts until the release is as wanted; no action is taken twice.</summary>
    internal async Task<Look> InstallAsync(InstallReleaseInput input, CancellationToken cancellationToken)
    {
        var release = input.Store.Resources;
        var (values, manifest) = await FitAsync(input, cancellationToken);
        var intent = new ReleaseIntent(helm.MarkOf(values, input.Operation), helm.LongestRun, input.IsRunning);
        var taken = new HashSet<ReleaseAction>();
        StoreFailureException? failed = null;
        while (true)
        {
            var revisions = await records.ReadAsync(release, cancellationToken);
            var decision = ReleaseRecovery.Decide(revisions, intent);
            LogDecision(
                release.Release, release.Namespace, revisions is [.., var last] ? last.Status.ToString() : "absent", decision.Action,
                decision.Reason);
            switch (decision.Action)
            {
                case ReleaseAction.Nothing:
                    // Whatever helm said, or was kept from saying: its own record counts.
                    await (manifest is null ? Task.CompletedTask : objects.GrowClaimsAsync(release, manifest, cancellationToken));
                    return Look.Done;
                case ReleaseAction.Wait:
                    return Look.NotYet(new(
                        Reasons.ReleasePending,
                        $"Release {release.Release} in namespace {release.Namespace} is pending: {decision.Reason}."));
                case ReleaseAction.Refuse:
                    throw new PermanentStoreFailureException(
                        Reasons.ReleaseStatusUnknown, $"Release {release.Release} in namespace {release.Namespace}: {decision.Reason}.");
            }

            var next = (revisions.Count == 0 ? 0 : revisions[^1].Revision) + 1;
            if (decision.Action == ReleaseAction.Upgrade && manifest is not null
                && await objects.PrepareAsync(release, manifest, next, cancellationToken) is { State: not LookState.Done } unready)
            {
                return unready;
            }

            if (!taken.Add(decision.Action))
            {
                throw failed ?? new TransientStoreFailureException(
                    Reasons.ReleaseUnchanged,
                    $"Release {release.Release} in namespace {release.Namespace} is as it was after "
                    + $"helm's {decision.Action}: {decision.Reason}.");
            }

            var historyMax = ReleaseRecovery.HistoryMax(revisions);
            failed = await TryAsync(() => decision.Action switch
            {
                ReleaseAction.Uninstall => helm.UninstallAsync(release, cancellationToken),
                ReleaseAction.Rollback => helm.RollbackAsync(release, decision.Revision!.Value, historyMax, cancellationToken),
                _ => helm.UpgradeInstallAsync(release, values, intent.Mark, historyMax, cancellationToken),
            });
        }
    }

    // The values of a store that runs follow its volumes, which may have grown; a new one has nothing that its manifest must fit.
    private async Task<(StoreValues Values, string? Manifest)> FitAsync(InstallReleaseInput input, CancellationToken cancellationToken)
    {
        var values = StoreValues.For(input.Spec).WithSecrets(await secrets.EnsureAsync(input.Store, cancellationToken)) with
        {
            Install = StoreValues.InstallSection.For(settings.Value.Database),
        };
        if (!input.IsRunning)
        {
            return (values, null);
        }

        var manifest = await helm.RenderAsync(input.Store.Resources, values, cancellationToken);
        return (values.WithGrown(await objects.FindGrownClaimsAsync(input.Store.Resources, manifest, cancellationToken)), manifest);
    }

    private static async Task<StoreFailureException?> TryAsync(Func<Task> act)
    {
        try
        {
            await act();
            return null;
        }
        catch (StoreFailureException exception)
        {
            return exception;
        }
    }

    [LoggerMessage(
        Level = LogLevel.Information, Message = "Release {Release} in namespace {Namespace} is {Status}: {Action}, since {Reason}")]
    private partial void LogDecision(string release, string @namespace, string status, ReleaseAction action, string reason);
}
