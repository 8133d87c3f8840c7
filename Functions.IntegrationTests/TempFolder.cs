namespace Functions.IntegrationTests;

/// <summary>A private folder that goes with the test.</summary>
internal sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("stores-test-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
