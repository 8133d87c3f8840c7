namespace Functions.LocalHost.Tests;

/// <summary>One host for all tests of its collection, which leave it as it was.</summary>
public sealed class RunningHost : IAsyncLifetime
{
    private readonly TempFolder _root = new();

    public string Root => _root.Path;

    internal SampleHost Host { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        await File.WriteAllTextAsync(
            Path.Combine(_root.Path, "local.settings.json"),
            """{"Values": {"Greeting": "from the file", "FUNCTIONS_REQUEST_BODY_SIZE_LIMIT": 100000}}""");
        Host = await SampleHost.StartAsync(_root.Path, ("AzureFunctionsJobHost__functionTimeout", "00:00:20"));
    }

    public async Task DisposeAsync()
    {
        await Host.DisposeAsync();
        _root.Dispose();
    }
}

[CollectionDefinition(Name)]
public sealed class RunningHostCollection : ICollectionFixture<RunningHost>
{
    public const string Name = "One host";
}
