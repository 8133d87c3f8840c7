using Functions.Helm;

namespace Functions.IntegrationTests.Helm;

public sealed class ReleaseContentTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string Chart => Path.Combine(_folder.Path, "chart");

    private string Values => Path.Combine(_folder.Path, "values.yaml");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void It_changes_with_every_file_and_value_and_with_nothing_else()
    {
        Write(Path.Combine(Chart, "Chart.yaml"), "name: a");
        Write(Path.Combine(Chart, "templates", "web.yaml"), "kind: b");
        Write(Values, "c: 1");
        var seen = new HashSet<string> { Hash() };
        Assert.Contains(Hash(), seen);

        Write(Path.Combine(Chart, "templates", "web.yaml"), "kind: c");
        Assert.True(seen.Add(Hash()), "a changed template should change it");
        Write(Values, "c: 2");
        Assert.True(seen.Add(Hash()), "a changed values file should change it");
        File.Move(Path.Combine(Chart, "templates", "web.yaml"), Path.Combine(Chart, "templates", "shop.yaml"));
        Assert.True(seen.Add(Hash()), "a renamed template should change it");
        Assert.True(seen.Add(Hash("other")), "other values should change it");
        Assert.True(
            seen.Add(Convert.ToHexString(ReleaseContent.Hash(Chart, [], "values"u8.ToArray()))), "one values file fewer should change it");
        File.SetLastWriteTimeUtc(Values, new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Assert.Contains(Hash(), seen);
    }

    private string Hash(string values = "values") =>
        Convert.ToHexString(ReleaseContent.Hash(Chart, [Values], System.Text.Encoding.UTF8.GetBytes(values)));

    private static void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
