using Stores.Core;
using Stores.Removal;

namespace Functions.Tests.Stores.Removal;

public sealed class RemovalRecordTests
{
    private static readonly StoreIdentity s_store = new(StoreName.Parse("demo"), 1, "tests");
    private static readonly DateTime s_first = new(2026, 3, 2, 9, 0, 0, DateTimeKind.Utc);
    private static readonly DateTime s_second = s_first.AddMinutes(1);

    private static readonly StoreInventory s_inventory = new(
        "uid", [new("data", "pv-1") { ReclaimPolicy = "Delete" }, new("unbound", null)], [new("web", ["192.0.2.1"])])
    {
        Revisions = [new(1, "deployed")],
        Ingresses = [new("shop", ["shop.example.com"])],
        VaultSecrets = ["secret-1"],
    };

    private static readonly RemovalRecord s_found = RemovalRecord.Of(s_store).Find(s_store.Resources, s_inventory);

    [Fact]
    public void Everything_that_was_found_is_an_item()
    {
        string[] expected =
        [
            "Namespace store-demo", "Release demo", "Ingress shop", "Service web", "PersistentVolumeClaim data",
            "PersistentVolumeClaim unbound", "PersistentVolume pv-1", "VaultSecret secret-1",
        ];
        Assert.Equal(expected, s_found.Items.Select(item => $"{item.Kind} {item.Name}"));
        Assert.All(s_found.Items, item => Assert.Null(item.GoneAt));
    }

    [Fact]
    public void Each_item_is_gone_when_it_was_first_seen_so()
    {
        var half = s_found.Look(
            new StoreRemains("kept", [new("pv-1", "Delete", "Bound")]) { Contents = [new(StoreItem.Claim, "data")] }, s_first);
        Assert.Equal(
            ["Release", "Ingress", "Service", "PersistentVolumeClaim"],
            half.Items.Where(item => item.GoneAt == s_first).Select(item => item.Kind));

        var whole = half.Look(new StoreRemains(null, []) { Contents = [] }, s_second).Purge([new("secret-1")], s_second.AddMinutes(1));
        Assert.Equal(4, whole.Items.Count(item => item.GoneAt == s_first));
        Assert.Equal(
            ["Namespace", "PersistentVolumeClaim", "PersistentVolume"],
            whole.Items.Where(item => item.GoneAt == s_second).Select(item => item.Kind));
        Assert.Equal("secret-1", Assert.Single(whole.Items, item => item.GoneAt == s_second.AddMinutes(1)).Name);
        Assert.Empty(whole.ToReceipt(s_second).Unchecked);
    }

    [Fact]
    public void While_the_role_is_gone_nothing_inside_the_namespace_counts_as_gone()
    {
        var looked = s_found.Look(new StoreRemains("kept", null) { Contents = null }, s_first);

        Assert.All(looked.Items, item => Assert.True(item is { GoneAt: null, Unchecked: null }));
    }

    [Fact]
    public void What_may_not_be_looked_at_is_in_the_receipt_with_the_reason()
    {
        var receipt = s_found.Look(new StoreRemains(null, null) { Contents = [] }, s_first)
            .Purge([new("secret-1", "it is kept until then")], s_first).ToReceipt(s_second);

        Assert.Equal(2, receipt.Unchecked.Count);
        Assert.Contains(receipt.Unchecked, said => said.StartsWith(
            "PersistentVolume pv-1: this account may not read persistent volumes; its claim data is gone", StringComparison.Ordinal));
        Assert.Contains("VaultSecret secret-1: it is kept until then", receipt.Unchecked);
    }

    [Fact]
    public void A_second_look_around_forgets_nothing_and_takes_back_what_is_there_again()
    {
        var gone = s_found.Look(new StoreRemains(null, [new("pv-1", "Retain", "Released")]) { Contents = [] }, s_first);

        var again = gone.Find(s_store.Resources, StoreInventory.Empty with { VaultSecrets = ["secret-1"] });
        Assert.Equal(gone.Items, again.Items);
        Assert.Equal("uid", again.Inventory.NamespaceUid);
        Assert.Equal(s_inventory.Volumes, again.Inventory.Volumes);

        var back = gone.Find(s_store.Resources, StoreInventory.Empty with { Ingresses = [new("shop", [])] });
        Assert.Null(back.Items.Single(item => item.Kind == StoreItem.Ingress).GoneAt);
    }

    [Fact]
    public void A_secret_that_an_earlier_try_deleted_and_could_not_purge_is_named()
    {
        var purged = RemovalRecord.Of(s_store).Purge([new("secret-1", "kept"), new("secret-2")], s_first);

        Assert.Equal(new RemovedItem(StoreItem.VaultSecret, "secret-1", Unchecked: "kept"), Assert.Single(purged.Items));
    }
}
