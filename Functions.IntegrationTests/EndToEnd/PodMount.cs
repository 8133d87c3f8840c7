using System.Diagnostics;
using Functions.IntegrationTests.Cluster;

namespace Functions.IntegrationTests.EndToEnd;

/// <summary>A mount namespace in which a folder is where the kubelet mounts a pod's service account.</summary>
internal static class PodMount
{
    private const string Script = """
        mount -t tmpfs none /var/run && mkdir -p /var/run/secrets/kubernetes.io/serviceaccount &&
        mount --bind "$0" /var/run/secrets/kubernetes.io/serviceaccount && exec "$@"
        """;

    /// <summary>Why this machine has none; null when it has.</summary>
    public static string? Missing { get; } = OperatingSystem.IsLinux() && Works() ? null : "Mount namespaces need Linux and its superuser.";

    /// <summary>The command line that runs what is appended to it there.</summary>
    public static IEnumerable<string> Of(string account) => ["unshare", "--mount", "sh", "-c", Script, account];

    private static bool Works()
    {
        try
        {
            using var trial = Process.Start(
                new ProcessStartInfo("unshare", [.. Of(Path.GetTempPath()).Skip(1), "true"]) { RedirectStandardError = true })!;
            trial.WaitForExit();
            return trial.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}

/// <summary>A test in the surroundings of a pod, skipped with the reason where there can be none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PodFactAttribute : FactAttribute
{
    public PodFactAttribute() => Skip = PodMount.Missing;
}

/// <summary>A test that takes as long as an account's token lives, eleven minutes; SERVERLESS_TEST_TOKENS=1 asks for it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TokenFactAttribute : FactAttribute
{
    public TokenFactAttribute() => Skip = PodMount.Missing
        ?? (TestCluster.RealKubeconfig is null ? "Real tokens need a real cluster."
            : Environment.GetEnvironmentVariable("SERVERLESS_TEST_TOKENS") == "1" ? null
            : "It takes eleven minutes; set SERVERLESS_TEST_TOKENS=1 to have it.");
}
