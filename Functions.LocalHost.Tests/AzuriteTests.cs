namespace Functions.LocalHost.Tests;

/// <summary>The whole path on Azure Storage, as Azurite serves it.</summary>
[Trait("Category", "Azurite")]
[Collection(StartsAndStops.Name)]
public sealed class AzuriteTests(Azurite azurite) : IClassFixture<Azurite>, IDisposable
{
    private readonly TempFolder _root = new();

    public void Dispose() => _root.Dispose();

    [Fact]
    public async Task Orchestrations_activities_entities_and_a_graceful_stop()
    {
        await using var host = await SampleHost.StartAsync(
            _root.Path,
            ("AzureFunctionsJobHost__extensions__durableTask__storageProvider__type", "AzureStorage"),
            ("AzureWebJobsStorage", azurite.ConnectionString));

        Assert.Contains("Durable storage: AzureStorage", host.Output, StringComparison.Ordinal);
        Assert.Equal("200 Hello Bob 1", await host.PostAsync("/api/greetings/Bob"));
        Assert.Equal("200 Hello Ann 2", await host.PostAsync("/api/greetings/Ann"));
        await host.SignalAsync("TERM");
        Assert.Equal(0, await host.EndAsync());
    }
}
