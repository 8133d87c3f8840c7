using k8s;

namespace Functions.Tests.Cluster;

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
    public ForgetfulClusterFactAttribute() => Skip = TestCluster.RealKubeconfig is null ? null : "A real server forgets changes only after minutes.";
}

/// <summary>A contract on what a kubelet serves; skipped on a real control plane, where a simulated node has none.</summary>
public sealed class KubeletFactAttribute : FactAttribute
{
    public KubeletFactAttribute() => Skip = TestCluster.RealKubeconfig is null ? null : "A real control plane asks the kubelet for logs, and a simulated node has none.";
}

/// <summary>The version of the cluster that cluster tests run on.</summary>
internal static class ClusterVersion
{
    // The simulated cluster is a current one: only a real one has to be asked.
    private static readonly Lazy<(int Major, int Minor)?> s_real = new(() => TestCluster.RealKubeconfig is { } path ? Ask(path) : null);

    public static string? WhyNot(int major, int minor) =>
        s_real.Value is { } real && (real.Major, real.Minor).CompareTo((major, minor)) < 0 ? $"The cluster is {real.Major}.{real.Minor}; this is so since {major}.{minor}." : null;

    private static (int Major, int Minor) Ask(string kubeconfig)
    {
        using var client = new k8s.Kubernetes(KubernetesClientConfiguration.BuildConfigFromConfigFile(kubeconfig));
        var version = client.Version.GetCode();
        return (int.Parse(version.Major, null), int.Parse(version.Minor.TrimEnd('+'), null));
    }
}
