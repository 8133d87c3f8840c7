using Azure.Core.Pipeline;
using Azure.Security.KeyVault.Secrets;
using Functions.Secrets;
using Stores.Core;
using Stores.Sweeps;

namespace Functions.IntegrationTests.Secrets;

/// <summary>What a sweep sees of a vault, over the real SecretClient.</summary>
public sealed class SweptVaultSecretsTests : IAsyncLifetime
{
    private StandInVault _vault = null!;
    private HttpClient _http = null!;

    private SweptVaultSecrets Survey => new(
        new SecretClient(
            _vault.Address, new StandInCredential(), new SecretClientOptions
            {
                Transport = new HttpClientTransport(_http),
                DisableChallengeResourceVerification = true,
                Retry = { MaxRetries = 0 },
            }));

    public async Task InitializeAsync()
    {
        _vault = await StandInVault.StartAsync();
        _http = new HttpClient(
            new HttpClientHandler
            {
                ServerCertificateCustomValidationCallback = (_, certificate, _, _) => certificate!.Thumbprint == _vault.Thumbprint,
            });
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _vault.DisposeAsync();
    }

    [Fact]
    public async Task Secrets_are_told_by_their_tags_and_those_of_others_are_left_out()
    {
        Keep("a", ("store", "demo"), ("generation", "1"), ("installation", "ours"));
        Keep("b", ("store", "demo"), ("generation", "1"), ("installation", "ours"));
        Keep("c", ("store", "demo"), ("generation", "2"), ("installation", "ours"));
        Keep("d", ("store", "demo"), ("generation", "1"), ("installation", "theirs"));
        Keep("e", ("store", "demo"), ("generation", "1"));
        Keep("f", ("store", "Not a name"), ("generation", "1"), ("installation", "ours"));
        Keep("g", ("store", "demo"), ("generation", "first"), ("installation", "ours"));
        Keep("h");

        var kept = await Survey.ListAsync("ours", CancellationToken.None);

        Assert.Equal(
            [
                new SecretsInVault(new StoreIdentity(StoreName.Parse("demo"), 1, "ours"), 2),
                new SecretsInVault(new StoreIdentity(StoreName.Parse("demo"), 2, "ours"), 1),
            ],
            kept.OrderBy(secrets => secrets.Store.Generation));
    }

    [Theory]
    [InlineData(403, "VaultForbidden", false)]
    [InlineData(429, "VaultUnavailable", true)]
    [InlineData(503, "VaultUnavailable", true)]
    public async Task A_vault_that_refuses_is_told_from_one_that_is_out_of_reach(int status, string reason, bool transient)
    {
        _vault.Fail = status;

        var exception = await Assert.ThrowsAnyAsync<StoreFailureException>(() => Survey.ListAsync("ours", CancellationToken.None));

        Assert.Equal((reason, transient), (exception.Failure.Reason, exception is TransientStoreFailureException));
    }

    [Fact]
    public async Task A_firewall_is_no_missing_right()
    {
        _vault.Refuse = VaultWords.Firewall;

        var exception = await Assert.ThrowsAsync<PermanentStoreFailureException>(() => Survey.ListAsync("ours", CancellationToken.None));

        Assert.Equal("VaultFirewall", exception.Failure.Reason);
    }

    private void Keep(string name, params (string Key, string Value)[] tags) =>
        _vault.Live[name] = new StandInVault.Secret(name, "not to be read", tags.ToDictionary(tag => tag.Key, tag => tag.Value));
}
