namespace Functions.Benchmarks;

/// <summary>Where scenarios put their files in this run of the program.</summary>
internal static class RunFolder
{
    private static readonly string s_root = Directory.CreateTempSubdirectory("benchmarks-").FullName;

    public static string New() => Directory.CreateDirectory(Path.Combine(s_root, Guid.NewGuid().ToString("N"))).FullName;

    public static void Delete() => Directory.Delete(s_root, recursive: true);
}
