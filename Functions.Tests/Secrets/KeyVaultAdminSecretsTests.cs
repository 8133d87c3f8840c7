using Azure.Core.Pipeline;
using Azure.Security.KeyVault.Secrets;
using Functions.Secrets;
using Functions.Stores;
using Microsoft.Extensions.Logging.Abstractions;

namespace Functions.Tests.Secrets;

/// <summary>The vault adapter over the real SecretClient, against a stand-in that speaks the vault's REST API.</summary>
public sealed class KeyVaultAdminSecretsTests : AdminSecretsContract, IAsyncLifetime
{
    private StandInVault _vault = null!;
    private HttpClient _http = null!;

    internal override IAdminSecrets Secrets => new KeyVaultAdminSecrets(
        new SecretClient(_vault.Address, new StandInCredential(), new SecretClientOptions { Transport = new HttpClientTransport(_http), DisableChallengeResourceVerification = true, Retry = { MaxRetries = 0 } }),
        Cluster, NullLogger<KeyVaultAdminSecrets>.Instance);

    public async Task InitializeAsync()
    {
        _vault = await StandInVault.StartAsync();
        _http = new HttpClient(new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, certificate, _, _) => certificate!.Thumbprint == _vault.Thumbprint });
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _vault.DisposeAsync();
    }

    [Fact]
    public async Task The_vault_is_the_source_and_its_secrets_name_store_and_generation()
    {
        await Secrets.EnsureAsync(Store, CancellationToken.None);

        var copied = Cluster.Values[(Store, StoreResources.CredentialsSecret)];
        Assert.All(copied, pair => Assert.Equal(pair.Value, _vault.Live[$"store-demo-1-{pair.Key}"].Value));
        Assert.All(_vault.Live.Values, secret => Assert.Equal(("demo", "1"), (secret.Tags["store"], secret.Tags["generation"])));

        await Secrets.DeleteAsync(Store, CancellationToken.None);
        Assert.Empty(_vault.Live);
        Assert.Empty(_vault.Deleted);
    }

    [Fact]
    public async Task Where_purging_is_forbidden_the_vaults_retention_is_left_to_it()
    {
        _vault.ForbidPurge = true;
        await Secrets.EnsureAsync(Store, CancellationToken.None);

        await Secrets.DeleteAsync(Store, CancellationToken.None);

        Assert.Empty(_vault.Live);
        Assert.Equal(3, _vault.Deleted.Count);
    }

    [Theory]
    [InlineData(403, "VaultForbidden", false)]
    [InlineData(429, "VaultUnavailable", true)]
    [InlineData(503, "VaultUnavailable", true)]
    public async Task A_vault_that_refuses_is_told_from_one_that_is_out_of_reach(int status, string reason, bool transient)
    {
        _vault.Fail = status;

        var exception = await Assert.ThrowsAnyAsync<StoreFailureException>(() => Secrets.EnsureAsync(Store, CancellationToken.None));

        Assert.Equal(reason, exception.Failure.Reason);
        Assert.Equal(transient, exception is TransientStoreFailureException);
    }
}
