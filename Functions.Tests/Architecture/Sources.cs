namespace Functions.Tests.Architecture;

/// <summary>The sources of the app and of its domain.</summary>
internal static class Sources
{
    /// <summary>The projects whose rooms ARCHITECTURE.md maps.</summary>
    public static IReadOnlyList<string> Projects { get; } = ["Stores", "Functions"];

    /// <summary>Their files, as absolute paths.</summary>
    public static IReadOnlyList<string> OfApp() => [.. Projects.SelectMany(Of)];

    private static IEnumerable<string> Of(string project)
    {
        var root = Path.Combine(Repository.Root, project);
        return Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .Where(file => !Path.GetRelativePath(root, file).Split(Path.DirectorySeparatorChar).Any(folder => folder is "obj" or "bin"));
    }
}
