using System.Runtime.InteropServices;

namespace Functions.Helm;

/// <summary>SIGTERM, which .NET cannot send. Unlike an interrupt it is not ignored by what a shell started in the background.</summary>
internal static class Termination
{
    private const int Sigterm = 15;

    /// <summary>Asks a process of our own, which nobody has waited for yet, to end.</summary>
    /// <returns>Whether it was asked; never on Windows.</returns>
    public static bool Ask(int processId) => !OperatingSystem.IsWindows() && Kill(processId, Sigterm) == 0;

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int processId, int signal);
}
