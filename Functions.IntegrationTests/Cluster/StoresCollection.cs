namespace Functions.IntegrationTests.Cluster;

/// <summary>Tests of stores' operations: what shares one cluster runs one after the other, so they have one beside the others'.</summary>
[CollectionDefinition(Name)]
public sealed class StoresCollection : ICollectionFixture<TestCluster>
{
    public const string Name = "stores";
}
