namespace Functions.IntegrationTests.Cluster;

/// <summary>Tests of what happens to stores that are there, on a cluster beside the others'.</summary>
[CollectionDefinition(Name)]
public sealed class UpkeepCollection : ICollectionFixture<TestCluster>
{
    public const string Name = "upkeep";
}
