namespace Functions.IntegrationTests.Web;

/// <summary>The tests that share one browser process.</summary>
[CollectionDefinition(nameof(BrowserCollection))]
public sealed class BrowserCollection : ICollectionFixture<Browser>;
