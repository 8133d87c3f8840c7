using System.Net;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace Functions.IntegrationTests.Cluster;

/// <summary>A contract of servers from a version on; skipped on an older one.</summary>
public sealed class SinceFactAttribute : FactAttribute
{
    public SinceFactAttribute(int major, int minor) => (Major, Minor, Skip) = (major, minor, ClusterVersion.WhyNot(major, minor));

    public int Major { get; }

    public int Minor { get; }
}

/// <summary>A contract of servers from a version on; skipped on an older one.</summary>
public sealed class SinceTheoryAttribute : TheoryAttribute
{
    public SinceTheoryAttribute(int major, int minor) => (Major, Minor, Skip) = (major, minor, ClusterVersion.WhyNot(major, minor));

    public int Major { get; }

    public int Minor { get; }
}

/// <summary>A contract on what a server has forgotten; skipped on a real one, which keeps everything for minutes.</summary>
public sealed class ForgetfulClusterFactAttribute : FactAttribute
{
    public ForgetfulClusterFactAttribute() =>
        Skip = TestCluster.RealKubeconfig is null ? null : "A real server forgets changes only after minutes.";
}

/// <summary>A contract on what a kubelet serves; skipped on a real control plane, where a simulated node has none.</summary>
public sealed class KubeletFactAttribute : FactAttribute
{
    public KubeletFactAttribute() =>
        Skip = TestCluster.RealKubeconfig is null ? null : "A real control plane asks the kubelet for logs, and a simulated node has none.";
}

/// <summary>A contract on rights; skipped on a cluster that enforces none.</summary>
public sealed class RbacFactAttribute : FactAttribute
{
    public RbacFactAttribute() => Skip = ClusterRights.WhyNot;
}

/// <summary>A contract on rights; skipped on a cluster that enforces none.</summary>
public sealed class RbacTheoryAttribute : TheoryAttribute
{
    public RbacTheoryAttribute() => Skip = ClusterRights.WhyNot;
}

/// <summary>Whether the cluster that cluster tests run on enforces rights.</summary>
internal static class ClusterRights
{
    // The simulated cluster knows its administrator alone: only a real one has to be asked, by whether it refuses a stranger.
    private static readonly Lazy<bool> s_enforced = new(() => TestCluster.RealKubeconfig is { } path && !MayAnyone(path));

    public static string? WhyNot => s_enforced.Value ? null : "The cluster enforces no rights.";

    private static bool MayAnyone(string kubeconfig)
    {
        using var client = new k8s.Kubernetes(KubernetesClientConfiguration.BuildConfigFromConfigFile(kubeconfig));
        return client.AuthorizationV1.CreateSubjectAccessReview(new V1SubjectAccessReview
        {
            Spec = new V1SubjectAccessReviewSpec
            {
                User = "stranger",
                ResourceAttributes = new V1ResourceAttributes { Verb = "list", Resource = "secrets" },
            },
        }).Status.Allowed;
    }
}

/// <summary>Which resources a server has.</summary>
internal static class ServedResources
{
    /// <summary>Asks for those of the version v1 of groups; the core's is the empty one.</summary>
    public static async Task<ISet<(string Group, string Resource)>> AskAsync(IKubernetes client, IEnumerable<string> groups)
    {
        var served = new HashSet<(string, string)>();
        foreach (var group in groups)
        {
            try
            {
                var list = group.Length == 0
                    ? await client.CoreV1.GetAPIResourcesAsync()
                    : await client.CustomObjects.GetAPIResourcesAsync(group, "v1");
                served.UnionWith(list.Resources.Select(resource => (group, resource.Name)));
            }
            catch (HttpOperationException exception) when (exception.Response.StatusCode == HttpStatusCode.NotFound)
            {
                // An older server has the group in an older version, or not at all.
            }
        }

        return served;
    }
}

/// <summary>The version of the cluster that cluster tests run on.</summary>
internal static class ClusterVersion
{
    // The simulated cluster is a current one: only a real one has to be asked.
    private static readonly Lazy<(int Major, int Minor)?> s_real = new(() => TestCluster.RealKubeconfig is { } path ? Ask(path) : null);

    public static string? WhyNot(int major, int minor) =>
        s_real.Value is { } real && (real.Major, real.Minor).CompareTo((major, minor)) < 0
            ? $"The cluster is {real.Major}.{real.Minor}; this is so since {major}.{minor}."
            : null;

    private static (int Major, int Minor) Ask(string kubeconfig)
    {
        using var client = new k8s.Kubernetes(KubernetesClientConfiguration.BuildConfigFromConfigFile(kubeconfig));
        var version = client.Version.GetCode();
        return (int.Parse(version.Major, null), int.Parse(version.Minor.TrimEnd('+'), null));
    }
}
