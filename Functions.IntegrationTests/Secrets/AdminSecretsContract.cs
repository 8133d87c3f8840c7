using Functions.Secrets;
using Stores.Core;

namespace Functions.IntegrationTests.Secrets;

/// <summary>What every keeper of passwords does.</summary>
public abstract class AdminSecretsContract
{
    internal RecordingSecrets Cluster { get; } = new();

    internal abstract IAdminSecrets Secrets { get; }

    private protected static StoreIdentity Store { get; } = new(StoreName.Parse("demo"), 1, "tests");

    /// <summary>What stores had before each had a name of its own for its administrator.</summary>
    private protected static IReadOnlyDictionary<string, string> Earlier { get; } =
        StoreCredentials.PasswordKeys.ToDictionary(key => key, key => $"earlier {key}");

    [Fact]
    public async Task Three_different_strong_passwords_and_the_administrators_name_are_put_into_the_stores_secret()
    {
        await Secrets.EnsureAsync(Store, CancellationToken.None);

        var values = Cluster.Values[(Store, StoreResources.CredentialsSecret)].ToDictionary();
        Assert.True(values.Remove(StoreResources.AdminUserKey, out var name));
        Assert.Matches("^owner-[a-z0-9]{8}$", name);
        Assert.Equal(
            [StoreResources.AdminPasswordKey, StoreResources.DatabasePasswordKey, StoreResources.DatabaseRootPasswordKey],
            values.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(3, values.Values.Distinct().Count());
        // 62 symbols carry 5.95 bits each; 128 bits need 22 of them.
        Assert.All(values.Values, value => Assert.Matches("^[A-Za-z0-9]{22,}$", value));
    }

    [Fact]
    public async Task Each_store_has_a_name_of_its_own_for_its_administrator()
    {
        var stores = Enumerable.Range(0, 20).Select(number => Store with { Name = StoreName.Parse($"demo-{number}") }).ToList();
        foreach (var store in stores)
        {
            await Secrets.EnsureAsync(store, CancellationToken.None);
        }

        Assert.Distinct(stores.Select(store => Cluster.Values[(store, StoreResources.CredentialsSecret)][StoreResources.AdminUserKey]));
    }

    [Fact]
    public async Task An_earlier_stores_secret_which_names_no_administrator_is_left_as_it_is()
    {
        Cluster.Values[(Store, StoreResources.CredentialsSecret)] = Earlier;

        await Secrets.EnsureAsync(Store, CancellationToken.None);

        Assert.Same(Earlier, Cluster.Values[(Store, StoreResources.CredentialsSecret)]);
    }

    [Fact]
    public async Task Asking_again_keeps_passwords_and_name_and_another_generation_gets_others()
    {
        await Secrets.EnsureAsync(Store, CancellationToken.None);
        var before = Cluster.Values[(Store, StoreResources.CredentialsSecret)];
        await Secrets.EnsureAsync(Store, CancellationToken.None);
        Assert.Equal(before, Cluster.Values[(Store, StoreResources.CredentialsSecret)]);

        var next = Store with { Generation = 2 };
        await Secrets.EnsureAsync(next, CancellationToken.None);
        Assert.Empty(before.Values.Intersect(Cluster.Values[(next, StoreResources.CredentialsSecret)].Values));
    }

    [Fact]
    public async Task However_many_make_them_at_once_there_is_one_value_of_each()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Secrets.EnsureAsync(Store, CancellationToken.None)));

        var kept = Assert.Single(Cluster.Values).Value;
        await Secrets.EnsureAsync(Store, CancellationToken.None);
        Assert.Equal(kept, Assert.Single(Cluster.Values).Value);
        Assert.Equal(4, kept.Values.Distinct().Count());
    }

    [Fact]
    public async Task A_secret_that_lacks_a_password_is_not_made_do_with()
    {
        Cluster.Values[(Store, StoreResources.CredentialsSecret)] = new Dictionary<string, string>
        {
            [StoreResources.AdminPasswordKey] = "one",
        };

        var exception = await Assert.ThrowsAsync<PermanentStoreFailureException>(() => Secrets.EnsureAsync(Store, CancellationToken.None));

        Assert.Equal("CredentialsIncomplete", exception.Failure.Reason);
    }

    [Fact]
    public async Task Deleting_may_come_twice_or_without_anything_there()
    {
        await Secrets.DeleteAsync(Store, CancellationToken.None);
        await Secrets.EnsureAsync(Store, CancellationToken.None);
        await Secrets.DeleteAsync(Store, CancellationToken.None);
        await Secrets.DeleteAsync(Store, CancellationToken.None);
    }
}
