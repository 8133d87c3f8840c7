using Functions.Api.Stores;
using Stores.Core;
using Stores.Lifecycle;

namespace Functions.Tests.Api.Stores;

/// <summary>What a store's answer says of how its owner logs in.</summary>
public sealed class AdminResponseTests
{
    private static readonly StoreRecord s_ready = new()
    {
        Spec = new StoreSpec(StoreName.Parse("demo"), StorePlan.Small, DatabaseEngine.MariaDb),
        Generation = 2,
        Installation = "ours",
    };

    [Theory]
    [InlineData("https://demo.example.com")]
    [InlineData("https://demo.example.com/")]
    public void It_names_the_address_and_the_secret(string url) => Assert.Equal(
        new AdminResponse("https://demo.example.com/wp-admin/", "store-demo/store-credentials", Vault: null),
        AdminResponse.From(s_ready with { Url = url }, new CredentialsSource(Vault: null)));

    [Fact]
    public void With_a_vault_it_names_the_secrets_there() => Assert.Equal(
        new VaultSecretsResponse("v.vault.azure.net", "store-demo-ours-2-admin-user", "store-demo-ours-2-admin-password"),
        AdminResponse.From(s_ready with { Url = "http://x" }, new CredentialsSource("v.vault.azure.net"))!.Vault);

    [Fact]
    public void Before_the_store_was_ready_there_is_nothing_to_log_in_to() =>
        Assert.Null(AdminResponse.From(s_ready, new CredentialsSource(Vault: null)));
}
