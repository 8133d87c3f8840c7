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
    internal Task RestartAsync(int sticky = 1000) => RestartAsync(options => options.Sticky = sticky);

    /// <summary>Stops the runtime and starts another one with other options.</summary>
    internal async Task RestartAsync(Action<RuntimeHost.Options> configure)
    {
        await Host.DisposeAsync();
        var options = new RuntimeHost.Options { Gates = Host.Gates };
        configure(options);
        Host = await RuntimeHost.StartAsync(StateFile, options);
    }

    /// <summary>Stops the runtime, does something, and starts another one on the same state.</summary>
    internal async Task RestartAsync(Action between)
    {
        await Host.DisposeAsync();
        between();
        Host = await RuntimeHost.StartAsync(StateFile);
    }
}
