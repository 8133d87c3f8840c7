namespace Functions.Tests.Architecture;

/// <summary>How wide sources are.</summary>
public sealed class LineLengthTests
{
    private const int Longest = 140;

    private static readonly string[] s_sources = [".cs", ".ts", ".tsx", ".sh", ".php"];

    // What is built or fetched is nobody's source.
    private static readonly string[] s_left = ["bin", "obj", "node_modules", "wwwroot"];

    [Fact]
    public void No_line_is_longer_than_140_characters()
    {
        var sources = Sources(new DirectoryInfo(Repository.Root)).ToList();
        Assert.Contains(sources, file => file.Name == $"{nameof(LineLengthTests)}.cs");
        Assert.Contains(sources, file => file.Name == "api.ts");

        Assert.Empty(sources.SelectMany(file => File.ReadLines(file.FullName)
            .Select((line, index) => (line.Length, Where: $"{Path.GetRelativePath(Repository.Root, file.FullName)}:{index + 1}"))
            .Where(line => line.Length > Longest)
            .Select(line => line.Where)));
    }

    private static IEnumerable<FileInfo> Sources(DirectoryInfo folder) =>
        folder.EnumerateFiles().Where(file => s_sources.Contains(file.Extension))
            .Concat(folder.EnumerateDirectories()
                .Where(child => !child.Name.StartsWith('.') && !s_left.Contains(child.Name) && child.LinkTarget is null)
                .SelectMany(Sources));
}
