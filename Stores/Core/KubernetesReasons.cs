namespace Stores.Core;

/// <summary>
/// Reasons in the cluster's own words that something here depends on: of a Status
/// (https://pkg.go.dev/k8s.io/apimachinery/pkg/apis/meta/v1#StatusReason), of a container's state, of a condition, of an event.
/// </summary>
public static class KubernetesReasons
{
    /// <summary>How each container begins.</summary>
    public const string ContainerCreating = nameof(ContainerCreating);

    /// <summary>The pause before a container that has crashed is started again.</summary>
    public const string CrashLoopBackOff = nameof(CrashLoopBackOff);

    /// <summary>What a container names, a Secret or a key of one, is not there.</summary>
    public const string CreateContainerConfigError = nameof(CreateContainerConfigError);

    /// <summary>An image could not be pulled; the kubelet alternates between this and <see cref="ImagePullBackOff"/>.</summary>
    public const string ErrImagePull = nameof(ErrImagePull);

    /// <summary>A container ended with an exit code that is not 0.</summary>
    public const string Error = nameof(Error);

    /// <summary>A list went on for so long that where it began is forgotten.</summary>
    public const string Expired = nameof(Expired);

    /// <summary>A workload's pod was refused.</summary>
    public const string FailedCreate = nameof(FailedCreate);

    /// <summary>As <see cref="Expired"/>, from servers that give the status' own name.</summary>
    public const string Gone = nameof(Gone);

    /// <summary>The pause before an image is pulled again.</summary>
    public const string ImagePullBackOff = nameof(ImagePullBackOff);

    /// <summary>The image's name is none.</summary>
    public const string InvalidImageName = nameof(InvalidImageName);

    /// <summary>What is asked for is not there.</summary>
    public const string NotFound = nameof(NotFound);

    /// <summary>A container took more memory than its limit.</summary>
    public const string OOMKilled = nameof(OOMKilled);

    /// <summary>How each pod with init containers begins.</summary>
    public const string PodInitializing = nameof(PodInitializing);

    /// <summary>A volume could not be made.</summary>
    public const string ProvisioningFailed = nameof(ProvisioningFailed);

    /// <summary>No node takes the pod.</summary>
    public const string Unschedulable = nameof(Unschedulable);
}
