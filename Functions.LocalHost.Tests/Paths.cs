using System.Reflection;

namespace Functions.LocalHost.Tests;

/// <summary>Where the build put things.</summary>
internal static class Paths
{
    public static string Host => Of("Host");

    public static string App => Of("App");

    public static string Azurite => Of("Azurite");

    private static string Of(string name) => Path.GetFullPath(
        typeof(Paths).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == name).Value!);
}
