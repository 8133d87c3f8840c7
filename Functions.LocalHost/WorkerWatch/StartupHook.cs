using System.Diagnostics;
using System.Runtime.InteropServices;

/// <summary>
/// Runs in the worker before its Main (DOTNET_STARTUP_HOOKS, which fixes name and namespace), so that the app needs no code for it: ends
/// the worker when its host is gone, kill -9 included, and keeps the terminal's Ctrl-C from it, since the host stops it in its turn.
/// </summary>
internal static class StartupHook
{
    private const string HostVariable = "FUNCTIONS_LOCALHOST_PROCESS";
    private const string HooksVariable = "DOTNET_STARTUP_HOOKS";

    public static void Initialize()
    {
        var host = Environment.GetEnvironmentVariable(HostVariable);
        // Not for what the worker starts.
        Environment.SetEnvironmentVariable(HostVariable, null);
        var hooks = (Environment.GetEnvironmentVariable(HooksVariable) ?? "").Split(Path.PathSeparator);
        var others = hooks.Where(hook => Path.GetFileName(hook) != Path.GetFileName(typeof(StartupHook).Assembly.Location));
        Environment.SetEnvironmentVariable(HooksVariable, string.Join($"{Path.PathSeparator}", others));
        if (int.TryParse(host, out var id))
        {
            // A process group of its own; on Windows the host starts it in one.
            _ = RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? 0 : SetProcessGroup(0, 0);
            new Thread(() => EndWith(id)) { IsBackground = true, Name = "Watches the Functions host" }.Start();
        }
    }

    private static void EndWith(int hostId)
    {
        using var own = Process.GetCurrentProcess();
        try
        {
            using var host = Process.GetProcessById(hostId);
            // A process that began after this one is not the host but got its number.
            if (host.StartTime <= own.StartTime)
            {
                host.WaitForExit();
            }
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            // Gone already.
        }

        // At once, as the host ended: nothing that this worker still does can be stored, and the next host does it again.
        own.Kill();
    }

    [DllImport("libc", EntryPoint = "setpgid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetProcessGroup(int process, int group);
}
