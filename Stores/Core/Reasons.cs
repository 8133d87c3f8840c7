namespace Stores.Core;

/// <summary>
/// The reasons of failures that this product gives, one CamelCase word each, as the reasons of Kubernetes' conditions are. docs/reasons.md
/// tells them to operators. What the cluster says of a container or a pod keeps the cluster's own word: <see cref="KubernetesReasons"/>.
/// </summary>
public static class Reasons
{
    /// <summary>No connection, or no answer in time.</summary>
    public const string ClusterUnreachable = nameof(ClusterUnreachable);

    /// <summary>An answer that is not what its type says.</summary>
    public const string BrokenAnswer = nameof(BrokenAnswer);

    /// <summary>The cluster is too busy, or failed.</summary>
    public const string TooManyRequests = nameof(TooManyRequests);

    /// <summary>The cluster is too busy, or failed.</summary>
    public const string InternalError = nameof(InternalError);

    /// <summary>A webhook that the cluster asks first does not answer.</summary>
    public const string WebhookFailed = nameof(WebhookFailed);

    /// <summary>The kubeconfig's credential plugin gave none; at once where it is missing.</summary>
    public const string NoCredentials = nameof(NoCredentials);

    /// <summary>The cluster does not accept the kubeconfig's credentials; at once.</summary>
    public const string Unauthorized = nameof(Unauthorized);

    /// <summary>The app's account lacks a right, which its chart gives; at once.</summary>
    public const string Forbidden = nameof(Forbidden);

    /// <summary>A policy, a limit range or a webhook refuses it; at once.</summary>
    public const string AdmissionDenied = nameof(AdmissionDenied);

    /// <summary>A quota is used up.</summary>
    public const string QuotaExceeded = nameof(QuotaExceeded);

    /// <summary>The cluster does not accept a field; at once.</summary>
    public const string Invalid = nameof(Invalid);

    /// <summary>What exists cannot become what was asked for, and holds data or cannot be replaced; at once.</summary>
    public const string ImmutableField = nameof(ImmutableField);

    /// <summary>A list went on for so long that it has to begin anew.</summary>
    public const string ListExpired = nameof(ListExpired);

    /// <summary>A namespace of that name has not this store's labels; at once.</summary>
    public const string NamespaceNotOurs = nameof(NamespaceNotOurs);

    /// <summary>The namespace is being deleted.</summary>
    public const string NamespaceTerminating = nameof(NamespaceTerminating);

    /// <summary>The namespace is gone, and the shop's data with it.</summary>
    public const string NamespaceMissing = nameof(NamespaceMissing);

    /// <summary>A Secret vanished while it was looked for.</summary>
    public const string SecretMissing = nameof(SecretMissing);

    /// <summary>The Secret with the passwords lacks one; at once.</summary>
    public const string CredentialsIncomplete = nameof(CredentialsIncomplete);

    /// <summary>The Secret with the passwords is gone from a running store.</summary>
    public const string CredentialsMissing = nameof(CredentialsMissing);

    /// <summary>The app's account may not read the Secret by which images are pulled; at once.</summary>
    public const string PullSecretForbidden = nameof(PullSecretForbidden);

    /// <summary>The Secret by which images are pulled is not there; at once.</summary>
    public const string PullSecretMissing = nameof(PullSecretMissing);

    /// <summary>The Secret by which images are pulled is of another type, or lacks a key; at once.</summary>
    public const string PullSecretUnusable = nameof(PullSecretUnusable);

    /// <summary>The app's account may not read the Secret of the mail relay; at once.</summary>
    public const string MailSecretForbidden = nameof(MailSecretForbidden);

    /// <summary>The Secret of the mail relay is not there; at once.</summary>
    public const string MailSecretMissing = nameof(MailSecretMissing);

    /// <summary>The Secret of the mail relay is of another type, or lacks a key; at once.</summary>
    public const string MailSecretUnusable = nameof(MailSecretUnusable);

    /// <summary>The app's identity lacks rights on the vault; a role that was just given is waited for.</summary>
    public const string VaultForbidden = nameof(VaultForbidden);

    /// <summary>The vault's network rules keep the app out; at once.</summary>
    public const string VaultFirewall = nameof(VaultFirewall);

    /// <summary>A secret in the vault is disabled; at once.</summary>
    public const string VaultSecretDisabled = nameof(VaultSecretDisabled);

    /// <summary>The vault does not accept the app's token; at once.</summary>
    public const string VaultUnauthorized = nameof(VaultUnauthorized);

    /// <summary>The vault calls the request a bad one; at once.</summary>
    public const string VaultRefused = nameof(VaultRefused);

    /// <summary>The vault has not finished an earlier change.</summary>
    public const string VaultBusy = nameof(VaultBusy);

    /// <summary>No answer from the vault, or no token for it.</summary>
    public const string VaultUnavailable = nameof(VaultUnavailable);

    /// <summary>Helm was ended for taking longer than <c>Helm:Timeout</c>.</summary>
    public const string HelmTimedOut = nameof(HelmTimedOut);

    /// <summary>Helm failed for a reason that is not known; its words are in the message.</summary>
    public const string HelmFailed = nameof(HelmFailed);

    /// <summary>The chart or its values are at fault; at once.</summary>
    public const string InvalidValues = nameof(InvalidValues);

    /// <summary>The chart or its values are at fault; at once.</summary>
    public const string InvalidChart = nameof(InvalidChart);

    /// <summary>A helm that may still be at work on the release is waited for.</summary>
    public const string ReleasePending = nameof(ReleasePending);

    /// <summary>The release has a status that is not known: look at it with <c>helm history</c>; at once.</summary>
    public const string ReleaseStatusUnknown = nameof(ReleaseStatusUnknown);

    /// <summary>Helm ran and changed nothing.</summary>
    public const string ReleaseUnchanged = nameof(ReleaseUnchanged);

    /// <summary>The release's Secret does not hold a release; at once.</summary>
    public const string ReleaseUnreadable = nameof(ReleaseUnreadable);

    /// <summary>There is no release any more.</summary>
    public const string ReleaseMissing = nameof(ReleaseMissing);

    /// <summary>A release that is to be applied again is not deployed.</summary>
    public const string ReleaseNotDeployed = nameof(ReleaseNotDeployed);

    /// <summary>What makes way for another is not gone yet; a raised quota does not count yet.</summary>
    public const string ObjectsReplaced = nameof(ObjectsReplaced);

    /// <summary>What makes way for another is not gone yet; a raised quota does not count yet.</summary>
    public const string QuotaRaised = nameof(QuotaRaised);

    /// <summary>The database or the install job does not exist yet.</summary>
    public const string WorkloadMissing = nameof(WorkloadMissing);

    /// <summary>A workload is not ready.</summary>
    public const string NotReady = nameof(NotReady);

    /// <summary>The install job has not ended.</summary>
    public const string InstallRunning = nameof(InstallRunning);

    /// <summary>A job failed and gave no reason of its own.</summary>
    public const string JobFailed = nameof(JobFailed);

    /// <summary>Service or Ingress has no address.</summary>
    public const string AddressPending = nameof(AddressPending);

    /// <summary>The certificate's Secret is not there.</summary>
    public const string CertificatePending = nameof(CertificatePending);

    /// <summary>The shop check has not ended.</summary>
    public const string CheckRunning = nameof(CheckRunning);

    /// <summary>The chart has no shop check, or its job is gone; at once.</summary>
    public const string CheckMissing = nameof(CheckMissing);

    /// <summary>The shop check found something wrong with the shop; at once.</summary>
    public const string CheckFailed = nameof(CheckFailed);

    /// <summary>A volume stays, as its reclaim policy says, and would bill on: remove it; at once.</summary>
    public const string VolumesRetained = nameof(VolumesRetained);

    /// <summary>A volume is still there after <c>Operations:StuckAfter</c>.</summary>
    public const string VolumesRemain = nameof(VolumesRemain);

    /// <summary>The namespace is still there after <c>Operations:StuckAfter</c>.</summary>
    public const string NamespaceStuck = nameof(NamespaceStuck);

    /// <summary>Of <c>strip-finalizers</c>: there is nothing to strip.</summary>
    public const string NamespaceNotTerminating = nameof(NamespaceNotTerminating);

    /// <summary>
    /// Of <c>strip-finalizers</c>: the account's role went with the namespace's contents; the message has what an administrator runs.
    /// </summary>
    public const string RoleGone = nameof(RoleGone);

    /// <summary>A workload is not ready for longer than <c>Repair:Grace</c>.</summary>
    public const string WorkloadNotReady = nameof(WorkloadNotReady);

    /// <summary>The store was made with another chart than the app's: upgrade it.</summary>
    public const string ChartOutdated = nameof(ChartOutdated);

    /// <summary><c>Repair:MaxAttempts</c> repairs did not last.</summary>
    public const string RepairGaveUp = nameof(RepairGaveUp);

    /// <summary>A repair ended, and what it put back was changed again.</summary>
    public const string DriftRemains = nameof(DriftRemains);

    /// <summary>It was stopped on request.</summary>
    public const string Cancelled = nameof(Cancelled);

    /// <summary>An activity came late: its operation is not the store's any more.</summary>
    public const string Superseded = nameof(Superseded);

    /// <summary>A sweep found that it ended without saying how.</summary>
    public const string OperationLost = nameof(OperationLost);

    /// <summary>The worker's process died ten times in one step.</summary>
    public const string WorkerDied = nameof(WorkerDied);

    /// <summary>Nothing of the above; the message is the exception's.</summary>
    public const string Unexpected = nameof(Unexpected);
}
