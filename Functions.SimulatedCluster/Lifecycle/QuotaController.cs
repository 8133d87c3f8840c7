using Functions.SimulatedCluster.Objects;
using Functions.SimulatedCluster.Objects.Admission;

namespace Functions.SimulatedCluster.Lifecycle;

/// <summary>Says in each quota's status how much of it is used.</summary>
internal static class QuotaController
{
    public static void Reconcile(ClusterObjects cluster, string ns)
    {
        foreach (var quota in cluster.List("v1", "ResourceQuota", ns).Where(quota => !quota.IsTerminating()).ToList())
        {
            cluster.SetStatus(quota, Quotas.StatusOf(cluster.Store, quota));
        }
    }
}
