using Azure.Core.Pipeline;
using Azure.Security.KeyVault.Secrets;
using Functions.Api.Stores;
using Functions.Entities;
using Functions.IntegrationTests.Helm;
using Functions.IntegrationTests.Secrets;
using Functions.Secrets;
using Functions.SimulatedCluster;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Stores.Core;
using Stores.Lifecycle;

namespace Functions.IntegrationTests.Invariants;

/// <summary>
/// The app dies at what it asks of the vault: before the vault has done it, and when it has but the app does not know. And the vault does
/// not know of the app's role yet.
/// </summary>
public sealed class VaultCrashTests : IAsyncLifetime
{
    private static readonly StoreName s_store = StoreName.Parse("vaulted");

    private readonly TempFolder _folder = new();
    private readonly HelmTroubles _troubles = new();
    private readonly Deliveries _deliveries = new();
    private readonly HastyClock _clock = new(20);
    private SimulatedClusterServer _cluster = null!;
    private StandInVault _vault = null!;
    private HttpClient _http = null!;
    private AppLife _life = null!;

    public async Task InitializeAsync()
    {
        _vault = await StandInVault.StartAsync();
        _http = new HttpClient(new HttpClientHandler
        {
            ServerCertificateCustomValidationCallback = (_, certificate, _, _) => certificate!.Thumbprint == _vault.Thumbprint,
        });
        _cluster = await SimulatedClusterServer.StartAsync(new SimulatedClusterOptions { Folder = _folder.Path }, CancellationToken.None);
        await _cluster.Node!.Joined;
        _life = await BeginAsync();
    }

    public async Task DisposeAsync()
    {
        await _life.DisposeAsync();
        await _cluster.DisposeAsync();
        _http.Dispose();
        await _vault.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("GET secrets", false)]
    [InlineData("PUT secrets", false)]
    [InlineData("PUT secrets", true)]
    [InlineData("DELETE secrets", false)]
    [InlineData("DELETE secrets", true)]
    [InlineData("DELETE deletedsecrets", false)]
    [InlineData("DELETE deletedsecrets", true)]
    public async Task It_makes_the_store_and_removes_it_with_its_passwords_all_the_same(string request, bool carriedOut)
    {
        var (reached, died) = (NewSignal(), NewSignal());
        _vault.Asked = (asked, done) => asked == request && done == carriedOut && reached.TrySetResult() ? died.Task : Task.CompletedTask;
        var dying = DieAsync(reached, died);

        Assert.Equal(202, await AskAsync(nameof(CreateStore)));
        await RestAsync(StorePhase.Ready);
        Assert.Equal(4, _vault.Live.Count);

        Assert.Equal(202, await AskAsync(nameof(RemoveStore)));
        await RestAsync(StorePhase.Deleted);
        await dying;
        Assert.Empty(_vault.Live);
        Assert.Empty(_vault.Deleted);
    }

    [Fact]
    public async Task A_role_that_has_yet_to_reach_the_vault_is_waited_for()
    {
        // More often than a step that fails in passing is tried.
        var refusals = new OperationSettings().Steps.MaxAttempts + 2;
        _vault.Refuse = VaultWords.Rbac;
        _vault.Asked = (_, done) =>
        {
            _vault.Refuse = done || Interlocked.Decrement(ref refusals) >= 0 ? _vault.Refuse : null;
            return Task.CompletedTask;
        };

        Assert.Equal(202, await AskAsync(nameof(CreateStore)));

        await RestAsync(StorePhase.Ready);
        Assert.Equal(4, _vault.Live.Count);
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task DieAsync(TaskCompletionSource reached, TaskCompletionSource died)
    {
        await reached.Task.WaitAsync(TimeSpan.FromSeconds(60));
        var dead = _life;
        await dead.DieAsync();
        died.SetResult();
        _life = await BeginAsync();
        await dead.DisposeAsync();
    }

    // Who got no answer asks again, as a client does: with the same key, since the app may have begun before it died.
    private async Task<int> AskAsync(string function)
    {
        int? status = null;
        var key = Guid.NewGuid().ToString();
        await Eventually.TrueAsync(
            async () => (status = await TryAsync(function, key)) is not null, () => $"{function} should be answered");
        return status!.Value;
    }

    private async Task<int?> TryAsync(string function, string key)
    {
        try
        {
            var body = function == nameof(CreateStore) ? new { name = s_store.Value } : null;
            return await _life.CallAsync(function, s_store.Value, body, key);
        }
        catch (ObjectDisposedException)
        {
            return null;
        }
    }

    private Task RestAsync(StorePhase phase)
    {
        var record = new StoreRecord();
        return Eventually.TrueAsync(
            async () =>
            {
                try
                {
                    record = (await _life.Client.Entities.GetEntityAsync<StoreRecord>(StoreEntity.IdOf(s_store)))?.State ?? record;
                }
                catch (Exception exception) when (exception is ObjectDisposedException or OperationCanceledException)
                {
                    // Between two lives.
                }

                return record.Phase == phase && record.Operation is null;
            },
            () => $"the store should be {phase} but is {record.Phase}: {record.Failure}");
    }

    private Task<AppLife> BeginAsync() => AppLife.BeginAsync(
        Path.Combine(_folder.Path, "durable.db"), _cluster.KubeconfigPath, _clock, _troubles, _deliveries, services => services
            .AddSingleton(_ => new SecretClient(_vault.Address, new StandInCredential(), new SecretClientOptions
            {
                Transport = new HttpClientTransport(_http),
                DisableChallengeResourceVerification = true,
                Retry = { MaxRetries = 2, Delay = TimeSpan.FromMilliseconds(1) },
            }))
            .Replace(ServiceDescriptor.Singleton<IAdminSecrets, KeyVaultAdminSecrets>()));
}
