namespace Functions.IntegrationTests.Cluster;

/// <summary>Tests that share one cluster, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class ClusterCollection : ICollectionFixture<TestCluster>
{
    public const string Name = "cluster";

    /// <summary>Value of the trait Category of every test that also runs on a real cluster.</summary>
    public const string Category = "Cluster";
}
