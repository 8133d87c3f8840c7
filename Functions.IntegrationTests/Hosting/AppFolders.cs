using System.Reflection;

namespace Functions.IntegrationTests.Hosting;

/// <summary>Where the programs are that tests start: each in the folder that its own build made.</summary>
internal static class AppFolders
{
    /// <summary>The product's worker.</summary>
    public static string Functions { get; } = Folder("FunctionsFolder");

    /// <summary>The worker with the conformance suite's functions.</summary>
    public static string Conformance { get; } = Folder("ConformanceFolder");

    /// <summary>The host for any worker.</summary>
    public static string LocalHost { get; } = Path.Combine(Folder("LocalHostFolder"), "Functions.LocalHost.dll");

    /// <summary>What <c>dotnet run --project Functions</c> starts: the host, on a simulated cluster where none is configured.</summary>
    public static string Launcher { get; } = Path.Combine(Folder("DevelopmentFolder"), "Functions.Development.dll");

    private static string Folder(string name) => Path.GetFullPath(
        Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == name).Value!);
}
