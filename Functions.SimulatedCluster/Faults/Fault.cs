namespace Functions.SimulatedCluster.Faults;

/// <summary>What can go wrong, by Kubernetes' own reasons where it has one.</summary>
public enum Fault
{
    /// <summary>A pod's image cannot be pulled: ErrImagePull, then ImagePullBackOff.</summary>
    ImagePullBackOff,

    /// <summary>A pod's containers end soon after each start; with restartPolicy Never the pod fails.</summary>
    CrashLoopBackOff,

    /// <summary>A pod runs and its readiness probe fails; one that should run to its end never ends.</summary>
    NeverReady,

    /// <summary>A LoadBalancer Service or an Ingress gets no address.</summary>
    LoadBalancerPending,

    /// <summary>An Ingress that asks cert-manager for a certificate gets none.</summary>
    CertificatePending,

    /// <summary>No node suits a pod. Played by the simulated cluster's scheduler.</summary>
    Unschedulable,

    /// <summary>A webhook refuses the pods of a workload. Played by the simulated cluster's controllers.</summary>
    FailedCreate,

    /// <summary>A PersistentVolumeClaim stays Pending. Played by the simulated cluster's controllers.</summary>
    ProvisioningFailed,

    /// <summary>
    /// A Namespace stays Terminating and its conditions blame an unavailable API. Played by the simulated cluster's controllers.
    /// </summary>
    NamespaceStuck,

    /// <summary>A request is answered by 429 with Retry-After, and nothing is done.</summary>
    TooManyRequests,

    /// <summary>A request is answered by 500, and nothing is done.</summary>
    InternalError,

    /// <summary>A request is answered late.</summary>
    Latency,

    /// <summary>A request is carried out and its connection closed without an answer.</summary>
    DroppedResponse,

    /// <summary>A watch is accepted and tells nothing.</summary>
    HungWatch,

    /// <summary>A watch's connection is closed in the middle.</summary>
    DroppedWatch,
}
