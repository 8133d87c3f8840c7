namespace Functions.Tests.Runtime;

/// <summary>A test with a runtime of its own.</summary>
public abstract class RuntimeTest : IAsyncLifetime
{
    private readonly TempFolder _folder = new();

    internal RuntimeHost Host { get; private set; } = null!;

    internal string StateFile => Path.Combine(_folder.Path, "durable.db");

    public async Task InitializeAsync() => Host = await RuntimeHost.StartAsync(StateFile);

    public async Task DisposeAsync()
    {
        await Host.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>Stops the runtime and starts another one on the same state.</summary>
    internal async Task RestartAsync(int sticky = 1000)
    {
        await Host.DisposeAsync();
        Host = await RuntimeHost.StartAsync(StateFile, sticky);
    }
}
