using Stores.Core;
using Stores.Removal;

namespace Stores.Lifecycle;

/// <summary>Decides whether finalizers may be stripped, and which.</summary>
public static class FinalizerPolicy
{
    /// <summary>The name of the action in the audit.</summary>
    public const string Action = "StripFinalizers";

    private static readonly HashSet<string> s_storage =
        new(StringComparer.Ordinal) { "persistentvolumeclaims", "persistentvolumes", "volumeattachments.storage.k8s.io" };

    // Whose controllers remove load balancers outside the cluster.
    private static readonly string[] s_balancers =
        ["service.kubernetes.io/load-balancer-cleanup", "networking.gke.io/", "ingress.k8s.aws/", "service.k8s.aws/", "elbv2.k8s.aws/"];

    /// <summary>Allows it where a deletion waits for the namespace, or has given that up.</summary>
    public static StripPermission Allow(StoreRecord record, StripRequest request)
    {
        var waits = record is { Operation.Kind: StoreOperationKind.Delete }
            && record.Timeline is [.., { EndedAt: null, Step: ActivityNames.AwaitAbsence }];
        var gaveUp = record is { Operation: null, Failed: StoreOperationKind.Delete, Failure.Failure.Reason: Reasons.NamespaceStuck };
        return record switch
        {
            { Phase: StorePhase.Absent or StorePhase.Deleted } => new(null, false, $"There is no store '{request.Name}'."),
            _ when waits || gaveUp =>
                new(new StoreIdentity(request.Name, record.Removal?.Generation ?? record.Generation, record.Installation), true, ""),
            _ => new(
                null,
                true,
                $"Store '{request.Name}' is {record.Phase}; finalizers are stripped only while its deletion waits for the namespace to go, "
                + "or after that has failed as NamespaceStuck."),
        };
    }

    /// <summary>The audit's entry of a request.</summary>
    public static AuditEntry Audit(StripRequest request) => new(request.At, Action, request.By, request.Reason);

    /// <summary>One sentence on the result, for the audit.</summary>
    public static string Describe(StripResult result) =>
        $"Stripped: {Join(result.Stripped.Select(item => $"{string.Join(", ", item.Finalizers)} of {item.Resource} {item.Name}"))}. "
        + $"Refused: {Join(result.Refused.Select(item => $"{item.Resource} {item.Name} ({item.Why})"))}.";

    /// <summary>Why an object's finalizers stay; null when they may go.</summary>
    /// <param name="resource">Plural and group.</param>
    /// <param name="loadBalancer">Whether it is a Service of type LoadBalancer.</param>
    /// <param name="finalizers">Its finalizers.</param>
    public static string? Refuse(string resource, bool loadBalancer, IReadOnlyList<string> finalizers) =>
        s_storage.Contains(resource) ? "its finalizers keep its disk from being left behind, which would bill on: mend the storage driver"
        : loadBalancer || finalizers.Any(finalizer => s_balancers.Any(prefix => finalizer.StartsWith(prefix, StringComparison.Ordinal)))
            ? "its finalizers keep its load balancer from being left behind, which would bill on: mend the cloud controller"
        : null;

    private static string Join(IEnumerable<string> parts) => string.Join("; ", parts.DefaultIfEmpty("nothing"));
}
