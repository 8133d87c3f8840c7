using Functions.IntegrationTests.Hosting;

namespace Functions.IntegrationTests.EndToEnd;

/// <summary>With its durable state in Azure Storage, which Azurite plays.</summary>
[Trait("Category", "Azurite")]
public sealed class AzuriteEndToEndTests : DurableStorageEndToEndTest
{
    private Azurite _azurite = null!;

    protected override IEnumerable<(string Key, string Value)> Storage => _azurite.Settings;

    public override async Task InitializeAsync()
    {
        _azurite = await Azurite.StartAsync();
        await base.InitializeAsync();
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await _azurite.DisposeAsync();
    }
}
