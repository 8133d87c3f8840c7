using Functions.Secrets;
using Functions.Stores;

namespace Functions.Tests.Secrets;

/// <summary>What every keeper of passwords does.</summary>
public abstract class AdminSecretsContract
{
    internal RecordingSecrets Cluster { get; } = new();

    internal abstract IAdminSecrets Secrets { get; }

    private protected static StoreIdentity Store { get; } = new(StoreName.Parse("demo"), 1, "tests");

    [Fact]
    public async Task Three_different_strong_passwords_are_put_into_the_stores_secret()
    {
        await Secrets.EnsureAsync(Store, CancellationToken.None);

        var values = Cluster.Values[(Store, StoreResources.CredentialsSecret)];
        Assert.Equal([StoreResources.AdminPasswordKey, StoreResources.DatabasePasswordKey, StoreResources.DatabaseRootPasswordKey], values.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(3, values.Values.Distinct().Count());
        // 62 symbols carry 5.95 bits each; 128 bits need 22 of them.
        Assert.All(values.Values, value => Assert.Matches("^[A-Za-z0-9]{22,}$", value));
    }

    [Fact]
    public async Task Asking_again_keeps_the_passwords_and_another_generation_gets_others()
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
        Assert.Equal(3, kept.Values.Distinct().Count());
    }

    [Fact]
    public async Task A_secret_that_lacks_a_password_is_not_made_do_with()
    {
        Cluster.Values[(Store, StoreResources.CredentialsSecret)] = new Dictionary<string, string> { [StoreResources.AdminPasswordKey] = "one" };

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
