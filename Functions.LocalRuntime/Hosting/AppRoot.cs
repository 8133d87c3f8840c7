namespace Functions.LocalRuntime.Hosting;

/// <summary>Where the app's host.json is, as func finds it.</summary>
internal static class AppRoot
{
    /// <summary>The nearest folder at or above the current one that holds host.json, else the program's own.</summary>
    public static string Find()
    {
        for (var folder = new DirectoryInfo(Environment.CurrentDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "host.json")))
            {
                return folder.FullName;
            }
        }

        return AppContext.BaseDirectory;
    }
}
