using Azure.Core.Pipeline;
using Azure.Security.KeyVault.Secrets;
using Functions.Secrets;
using Microsoft.Extensions.Logging.Abstractions;
using Stores.Core;
using Stores.Removal;

namespace Functions.IntegrationTests.Secrets;

/// <summary>The vault adapter over the real SecretClient, against a stand-in that speaks the vault's REST API.</summary>
public sealed class KeyVaultAdminSecretsTests : AdminSecretsContract, IAsyncLifetime
{
    private StandInVault _vault = null!;
    private HttpClient _http = null!;

    internal override IAdminSecrets Secrets => Keep(maxRetries: 0);

    private KeyVaultAdminSecrets Keep(int maxRetries) => new(
        new SecretClient(_vault.Address, new StandInCredential(), new SecretClientOptions
        {
            Transport = new HttpClientTransport(_http),
            DisableChallengeResourceVerification = true,
            Retry = { MaxRetries = maxRetries, Delay = TimeSpan.FromMilliseconds(1) },
        }),
        Cluster, NullLogger<KeyVaultAdminSecrets>.Instance);

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
    public async Task The_vault_is_the_source_and_its_secrets_name_store_and_generation()
    {
        await Secrets.EnsureAsync(Store, CancellationToken.None);

        var copied = Cluster.Values[(Store, StoreResources.CredentialsSecret)];
        Assert.All(copied, pair => Assert.Equal(pair.Value, _vault.Live[$"store-demo-tests-1-{pair.Key}"].Value));
        Assert.All(
            _vault.Live.Values,
            secret => Assert.Equal(("demo", "1", "tests"), (secret.Tags["store"], secret.Tags["generation"], secret.Tags["installation"])));
        Assert.Equal(
            _vault.Live.Keys.Order(StringComparer.Ordinal),
            (await Secrets.FindAsync(Store, CancellationToken.None)).Order(StringComparer.Ordinal));

        Assert.All(Done(await Secrets.DeleteAsync(Store, CancellationToken.None)), deletion => Assert.Null(deletion.Remains));
        Assert.Empty(_vault.Live);
        Assert.Empty(_vault.Deleted);
        Assert.Empty(await Secrets.FindAsync(Store, CancellationToken.None));
    }

    [Fact]
    public async Task Installations_that_share_a_vault_do_not_share_secrets()
    {
        var other = Store with { Installation = "others" };
        await Secrets.EnsureAsync(Store, CancellationToken.None);
        await Secrets.EnsureAsync(other, CancellationToken.None);

        await Secrets.DeleteAsync(Store, CancellationToken.None);

        Assert.Equal(4, _vault.Live.Count);
        Assert.All(_vault.Live.Keys, name => Assert.Contains("-others-", name, StringComparison.Ordinal));
    }

    [Fact]
    public async Task After_a_race_the_vault_has_what_the_stores_pods_use()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Secrets.EnsureAsync(Store, CancellationToken.None)));

        var kept = Assert.Single(Cluster.Values).Value;
        Assert.All(kept, pair => Assert.Equal(pair.Value, _vault.Live[CredentialsSource.NameInVault(Store, pair.Key)].Value));
    }

    [Fact]
    public async Task What_the_database_was_made_with_wins_over_another_value_in_the_vault_which_keeps_both()
    {
        await Secrets.EnsureAsync(Store, CancellationToken.None);
        var kept = Cluster.Values[(Store, StoreResources.CredentialsSecret)];
        var name = CredentialsSource.NameInVault(Store, StoreResources.AdminPasswordKey);
        _vault.Live[name] = _vault.Live[name] with { Value = "another" };

        await Secrets.EnsureAsync(Store, CancellationToken.None);

        Assert.Equal(kept[StoreResources.AdminPasswordKey], _vault.Live[name].Value);
        Assert.Equal(5, _vault.Sets.Count);
        Assert.Equal(kept, Cluster.Values[(Store, StoreResources.CredentialsSecret)]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_earlier_stores_administrator_is_still_admin_when_its_lost_secret_is_made_again(bool vaultHasAll)
    {
        foreach (var key in StoreCredentials.PasswordKeys.Take(vaultHasAll ? 3 : 1))
        {
            var name = CredentialsSource.NameInVault(Store, key);
            _vault.Live[name] = new StandInVault.Secret(name, $"earlier {key}", []);
        }

        await Secrets.EnsureAsync(Store, CancellationToken.None);

        Assert.Equal("admin", Cluster.Values[(Store, StoreResources.CredentialsSecret)][StoreResources.AdminUserKey]);
        Assert.Equal("admin", _vault.Live[CredentialsSource.NameInVault(Store, StoreResources.AdminUserKey)].Value);
    }

    [Fact]
    public async Task Where_the_vault_has_lost_everything_it_learns_an_earlier_stores_administrator_too()
    {
        Cluster.Values[(Store, StoreResources.CredentialsSecret)] = Earlier;

        await Secrets.EnsureAsync(Store, CancellationToken.None);

        Assert.Equal("admin", _vault.Live[CredentialsSource.NameInVault(Store, StoreResources.AdminUserKey)].Value);
    }

    [Fact]
    public async Task A_run_that_was_ended_after_any_of_them_draws_no_second_name()
    {
        _vault.Asked = (asked, done) => asked == "PUT secrets" && done
            ? throw new InvalidOperationException("No answer.")
            : Task.CompletedTask;
        for (var run = 0; run < StoreCredentials.Keys.Count; run++)
        {
            await Assert.ThrowsAnyAsync<StoreFailureException>(() => Secrets.EnsureAsync(Store, CancellationToken.None));
        }

        _vault.Asked = (_, _) => Task.CompletedTask;
        await Secrets.EnsureAsync(Store, CancellationToken.None);

        var names = StoreCredentials.Keys.Select(key => CredentialsSource.NameInVault(Store, key));
        Assert.Equal(names, _vault.Sets.Select(secret => secret.Name));
        Assert.Equal(_vault.Sets.First().Value, Cluster.Values[(Store, StoreResources.CredentialsSecret)][StoreResources.AdminUserKey]);
    }

    [Fact]
    public async Task What_was_deleted_under_the_same_name_is_recovered()
    {
        _vault.ForbidPurge = true;
        await Secrets.EnsureAsync(Store, CancellationToken.None);
        var before = Cluster.Values[(Store, StoreResources.CredentialsSecret)];
        await Secrets.DeleteAsync(Store, CancellationToken.None);

        await Secrets.EnsureAsync(Store, CancellationToken.None);

        Assert.Empty(_vault.Deleted);
        Assert.All(before, pair => Assert.Equal(pair.Value, _vault.Live[CredentialsSource.NameInVault(Store, pair.Key)].Value));
    }

    [Fact]
    public async Task A_deletion_that_takes_its_time_is_asked_for_again_until_it_is_done()
    {
        await Secrets.EnsureAsync(Store, CancellationToken.None);
        _vault.DeletionLooks = 1;

        var busy = await Secrets.DeleteAsync(Store, CancellationToken.None);
        Assert.Equal((LookState.NotYet, "VaultBusy"), (busy.State, busy.Reason!.Reason));
        Assert.Empty(_vault.Live);
        Assert.Equal(4, _vault.Deleted.Count);

        Assert.All(Done(await Secrets.DeleteAsync(Store, CancellationToken.None)), deletion => Assert.Null(deletion.Remains));
        Assert.Empty(_vault.Live);
        Assert.Empty(_vault.Deleted);
    }

    [Fact]
    public async Task A_purge_that_comes_too_early_is_waited_for_too()
    {
        await Secrets.EnsureAsync(Store, CancellationToken.None);
        _vault.DeletionLooks = 2;

        Assert.Equal(LookState.NotYet, (await Secrets.DeleteAsync(Store, CancellationToken.None)).State);
        var early = await Secrets.DeleteAsync(Store, CancellationToken.None);
        Assert.Equal((LookState.NotYet, "VaultBusy"), (early.State, early.Reason!.Reason));
        Assert.Contains(_vault.Requests, request => request.StartsWith("DELETE deletedsecrets", StringComparison.Ordinal)
            && request.EndsWith("409", StringComparison.Ordinal));

        _vault.EndDeletions();
        Assert.All(Done(await Secrets.DeleteAsync(Store, CancellationToken.None)), deletion => Assert.Null(deletion.Remains));
        Assert.Empty(_vault.Deleted);
    }

    [Fact]
    public async Task A_deletion_that_is_forbidden_is_a_failure()
    {
        await Secrets.EnsureAsync(Store, CancellationToken.None);
        _vault.ForbidDelete = true;

        var exception = await Assert.ThrowsAsync<TransientStoreFailureException>(() => Secrets.DeleteAsync(Store, CancellationToken.None));

        Assert.Equal("VaultForbidden", exception.Failure.Reason);
        Assert.Equal(4, _vault.Live.Count);
    }

    [Fact]
    public async Task A_vault_that_throttles_is_waited_for_as_it_asks()
    {
        _vault.Throttle(1);

        await Keep(maxRetries: 2).EnsureAsync(Store, CancellationToken.None);

        Assert.Equal(4, _vault.Live.Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_vault_that_is_not_there_is_out_of_reach_and_nothing_of_the_clients_exception_goes_on(int retries)
    {
        var keeper = Keep(retries);
        await _vault.DisposeAsync();

        var exception = await Assert.ThrowsAsync<TransientStoreFailureException>(() => keeper.EnsureAsync(Store, CancellationToken.None));

        Assert.Equal("VaultUnavailable", exception.Failure.Reason);
        Assert.Null(exception.InnerException);
    }

    [Fact]
    public async Task Where_purging_is_forbidden_the_vaults_retention_is_left_to_it()
    {
        _vault.ForbidPurge = true;
        await Secrets.EnsureAsync(Store, CancellationToken.None);

        var deletions = Done(await Secrets.DeleteAsync(Store, CancellationToken.None));

        Assert.Empty(_vault.Live);
        Assert.Equal(4, _vault.Deleted.Count);
        Assert.All(deletions, deletion => Assert.Equal(
            "it is deleted but may not be purged by this app; the vault purges it on 2031-05-06 07:08:09Z", deletion.Remains));
    }

    [Theory]
    [InlineData("Rbac", "VaultForbidden", true, "observe propagation time. Give the app's identity role Key Vault Secrets Officer")]
    [InlineData("Policy", "VaultForbidden", false, "get permission on key vault 'stores'. Give the app's identity get, set")]
    [InlineData("Firewall", "VaultFirewall", false, "Client address: 203.0.113.7. No right is missing")]
    [InlineData("Connection", "VaultFirewall", false, "Public network access is disabled")]
    [InlineData("Disabled", "VaultSecretDisabled", false, "Operation get is not allowed on a disabled secret")]
    public async Task A_refusal_is_explained_by_the_vaults_own_words(string words, string reason, bool transient, string said)
    {
        _vault.Refuse = (VaultWords)typeof(VaultWords).GetProperty(words)!.GetValue(null)!;

        var exception = await Assert.ThrowsAnyAsync<StoreFailureException>(() => Secrets.EnsureAsync(Store, CancellationToken.None));

        Assert.Equal((reason, transient), (exception.Failure.Reason, exception is TransientStoreFailureException));
        Assert.Contains(said, exception.Failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("oid=", exception.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401, "VaultUnauthorized", false)]
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

    private static IReadOnlyList<SecretDeletion> Done(Look<IReadOnlyList<SecretDeletion>> look)
    {
        Assert.Equal(LookState.Done, look.State);
        return look.Value!;
    }
}
