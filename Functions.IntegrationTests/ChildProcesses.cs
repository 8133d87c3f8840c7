using System.Runtime.CompilerServices;

namespace Functions.IntegrationTests;

/// <summary>
/// What .NET processes that tests start find in their environment. They live for seconds, and half of their processor time went into
/// compiling once more what was called often; those that are killed would leave what a debugger connects to among the temporary files.
/// </summary>
internal static class ChildProcesses
{
#pragma warning disable CA2255 // A test assembly has no other beginning.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Prepare()
    {
        // Hexadecimal milliseconds, as long as methods are compiled for the first time: who lives longer gets them compiled for good.
        Environment.SetEnvironmentVariable("DOTNET_TC_CallCountingDelayMs", "7D0");
        Environment.SetEnvironmentVariable("DOTNET_TieredPGO", "0");
        Environment.SetEnvironmentVariable("DOTNET_EnableDiagnostics", "0");
    }
}
