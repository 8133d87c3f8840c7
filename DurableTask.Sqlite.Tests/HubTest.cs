namespace DurableTask.Sqlite.Tests;

/// <summary>A test with a file of its own.</summary>
public abstract class HubTest : IAsyncLifetime
{
    private readonly TempFolder _folder = new();

    private protected string State => Path.Combine(_folder.Path, "durable.db");

    private protected string Folder => _folder.Path;

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync()
    {
        _folder.Dispose();
        return Task.CompletedTask;
    }
}
