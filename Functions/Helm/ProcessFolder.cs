namespace Functions.Helm;

/// <summary>
/// The process' private folder under the system's temporary one. It goes with the process; one that was killed left its own, which the next
/// process removes: a folder is in use while its lock file is locked, and the system unlocks it however a process ends.
/// </summary>
internal static class ProcessFolder
{
    private const string Prefix = "serverless-stores-";
    private const string LockName = "lock";

    private static readonly Lazy<string> s_root = new(() => Create(Path.GetTempPath()));
    private static FileStream? s_lock;

    /// <summary>Makes a folder in it that only this user can enter.</summary>
    /// <returns>Its path; whoever asked for it removes it.</returns>
    public static string CreateSubfolder(string prefix) =>
        Directory.CreateDirectory(Path.Combine(s_root.Value, $"{prefix}-{Guid.NewGuid():N}")).FullName;

    /// <summary>Removes the folders of processes that are no more.</summary>
    /// <param name="parent">Where they are.</param>
    internal static void RemoveAbandoned(string parent)
    {
        foreach (var folder in Directory.EnumerateDirectories(parent, $"{Prefix}*"))
        {
            try
            {
                if (File.Exists(Path.Combine(folder, LockName)))
                {
                    using (Lock(folder, FileMode.Open))
                    {
                        Directory.Delete(folder, recursive: true);
                    }
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // In use, somebody else's, or being removed by another process.
            }
        }
    }

    private static string Create(string parent)
    {
        RemoveAbandoned(parent);
        var root = Directory.CreateTempSubdirectory(Prefix).FullName;
        s_lock = Lock(root, FileMode.CreateNew);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Remove(root);
        return root;
    }

    private static FileStream Lock(string folder, FileMode mode) => new(
        Path.Combine(folder, LockName), mode, FileAccess.ReadWrite, FileShare.None);

    private static void Remove(string root)
    {
        try
        {
            s_lock?.Dispose();
            Directory.Delete(root, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The next process removes it.
        }
    }
}
