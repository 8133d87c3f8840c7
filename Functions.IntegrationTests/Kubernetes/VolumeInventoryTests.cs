using Functions.IntegrationTests.SimulatedCluster;
using Functions.Kubernetes.Removal;
using k8s;
using k8s.Models;
using Stores.Removal;

namespace Functions.IntegrationTests.Kubernetes;

/// <summary>Whose a volume is: claims have the same names in every store's namespace, and volumes belong to none.</summary>
public sealed class VolumeInventoryTests : SimulatedClusterTest
{
    private const string Store = "store-demo";

    [Theory]
    [InlineData(Store, "data", "claim-1", true)]
    [InlineData("store-other", "data", "claim-2", false)]
    [InlineData("store-other", "data", "claim-1", false)]
    [InlineData("store-other", "data", null, false)]
    [InlineData(Store, "data", "claim-2", false)]
    [InlineData(Store, "other", "claim-1", false)]
    // Nobody's yet: it holds the store's data.
    [InlineData(Store, "data", null, true)]
    [InlineData(null, null, null, true)]
    public async Task A_volume_is_the_stores_while_it_is_no_other_claims(string? ns, string? claim, string? uid, bool expected)
    {
        var volume = await CreateAsync(claim is null ? null : new V1ObjectReference { NamespaceProperty = ns, Name = claim, Uid = uid });
        var record = new VolumeRecord("data", volume.Name()) { ClaimUid = "claim-1", VolumeUid = volume.Uid() };

        var found = await new VolumeInventory(Client, Store).FindAsync(Inventory(record), CancellationToken.None);

        Assert.Equal(expected ? [volume.Name()] : [], found!.Select(remains => remains.Name));
    }

    [Fact]
    public async Task Another_volume_of_the_same_name_is_not_the_stores()
    {
        var volume = await CreateAsync(claim: null);
        var record = new VolumeRecord("data", volume.Name()) { VolumeUid = "of-before" };

        Assert.Empty((await new VolumeInventory(Client, Store).FindAsync(Inventory(record), CancellationToken.None))!);
    }

    [Fact]
    public async Task What_an_older_build_recorded_is_told_by_namespace_and_name()
    {
        var own = await CreateAsync(new V1ObjectReference { NamespaceProperty = Store, Name = "data", Uid = "claim-1" });
        var other = await CreateAsync(new V1ObjectReference { NamespaceProperty = "store-other", Name = "data", Uid = "claim-1" });

        var found = await new VolumeInventory(Client, Store).FindAsync(
            Inventory(new VolumeRecord("data", own.Name()), new VolumeRecord("data", other.Name())), CancellationToken.None);

        Assert.Equal([own.Name()], found!.Select(remains => remains.Name));
    }

    [Fact]
    public async Task Volumes_are_described_by_policy_and_UID()
    {
        var volume = await CreateAsync(new V1ObjectReference { NamespaceProperty = Store, Name = "data", Uid = "claim-1" });

        var described = await new VolumeInventory(Client, Store).DescribeAsync(
            [new("data", volume.Name()) { ClaimUid = "claim-1" }, new("unbound", null)], CancellationToken.None);

        Assert.Equal(
            [new("data", volume.Name()) { ClaimUid = "claim-1", ReclaimPolicy = "Retain", VolumeUid = volume.Uid() }, new("unbound", null)],
            described);
    }

    private static StoreInventory Inventory(params VolumeRecord[] volumes) => new("uid", volumes, []);

    private Task<V1PersistentVolume> CreateAsync(V1ObjectReference? claim)
    {
        var spec = new V1PersistentVolumeSpec
        {
            AccessModes = ["ReadWriteOnce"],
            Capacity = new Dictionary<string, ResourceQuantity> { ["storage"] = new("1Gi") },
            ClaimRef = claim,
            HostPath = new V1HostPathVolumeSource { Path = "/nowhere" },
            PersistentVolumeReclaimPolicy = "Retain",
        };
        return Client.CoreV1.CreatePersistentVolumeAsync(
            new V1PersistentVolume { Metadata = Named($"volume-{Guid.NewGuid():N}"), Spec = spec });
    }
}
