namespace Functions.IntegrationTests.EndToEnd;

/// <summary>With its durable state in a SQLite file.</summary>
public sealed class SqliteEndToEndTests : DurableStorageEndToEndTest
{
    protected override IEnumerable<(string Key, string Value)> Storage => [];
}
