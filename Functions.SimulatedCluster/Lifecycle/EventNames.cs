using System.Security.Cryptography;
using System.Text;

namespace Functions.SimulatedCluster.Lifecycle;

/// <summary>Names of events: one for everything that is said again, so that it is counted rather than repeated.</summary>
internal static class EventNames
{
    public static string Of(string name, string uid, params ReadOnlySpan<string?> said) =>
        $"{name}.{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{uid}\n{string.Join('\n', said)}")))[..16]}";
}
