using System.Collections.Concurrent;
using Azure.Core.Pipeline;
using Azure.Security.KeyVault.Secrets;
using Functions.Entities;
using Functions.IntegrationTests.Helm;
using Functions.IntegrationTests.Secrets;
using Functions.Secrets;
using Functions.SimulatedCluster;
using Functions.SimulatedCluster.Faults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Stores.Core;
using Stores.Lifecycle;

namespace Functions.IntegrationTests.Invariants;

/// <summary>
/// Where nothing goes wrong, nothing says so: a Functions host writes several errors with their traces for each exception that leaves a
/// function.
/// </summary>
public sealed class HealthyOperationTests : IAsyncLifetime
{
    private static readonly StoreName s_store = StoreName.Parse("healthy");

    private readonly TempFolder _folder = new();
    private readonly ErrorLines _errors = new();
    private readonly Deliveries _deliveries = new();
    private SimulatedClusterServer _cluster = null!;
    private StandInVault _vault = null!;
    private HttpClient _http = null!;

    public async Task InitializeAsync()
    {
        _vault = await StandInVault.StartAsync();
        _http = new HttpClient(
            new HttpClientHandler
            {
                ServerCertificateCustomValidationCallback = (_, certificate, _, _) => certificate!.Thumbprint == _vault.Thumbprint,
            });
        _cluster = await SimulatedClusterServer.StartAsync(new SimulatedClusterOptions { Folder = _folder.Path }, CancellationToken.None);
        await _cluster.Node!.Joined;
    }

    public async Task DisposeAsync()
    {
        await _cluster.DisposeAsync();
        _http.Dispose();
        await _vault.DisposeAsync();
        _errors.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_store_is_made_and_removed_with_its_passwords_without_an_exception_or_an_error()
    {
        // The vault and the cluster take their time, as real ones do; by the hurried clock more than an answer may take.
        _vault.DeletionLooks = 1;
        _cluster.Faults.Add(
            new FaultRule(Fault.Latency) { Verb = "create", Kind = "Namespace", Times = 1, Delay = TimeSpan.FromSeconds(2) });
        await using var life = await AppLife.BeginAsync(
            Path.Combine(_folder.Path, "durable.db"), _cluster.KubeconfigPath, new HastyClock(20), new HelmTroubles(),
            _deliveries, Configure);

        Assert.Equal(202, await life.CallAsync("CreateStore", s_store.Value, new { name = s_store.Value }));
        await RestAsync(life, StorePhase.Ready);
        Assert.Equal(202, await life.CallAsync("RemoveStore", s_store.Value));
        await RestAsync(life, StorePhase.Deleted);

        Assert.Empty(_vault.Deleted);
        Assert.NotEmpty(_deliveries.Done);
        Assert.Empty(_deliveries.Thrown);
        Assert.Empty(_errors.Lines);
    }

    private static async Task RestAsync(AppLife life, StorePhase phase)
    {
        var record = new StoreRecord();
        await Eventually.TrueAsync(
            async () => (record = (await life.Client.Entities.GetEntityAsync<StoreRecord>(StoreEntity.IdOf(s_store)))?.State
                ?? record).Phase == phase && record.Operation is null,
            () => $"the store should be {phase} but is {record.Phase}: {record.Failure}");
    }

    private void Configure(IServiceCollection services) => services
        .AddLogging(logging => logging.AddProvider(_errors))
        .AddSingleton(_ => new SecretClient(_vault.Address, new StandInCredential(), new SecretClientOptions
        {
            Transport = new HttpClientTransport(_http),
            DisableChallengeResourceVerification = true,
        }))
        .Replace(ServiceDescriptor.Singleton<IAdminSecrets, KeyVaultAdminSecrets>());

    private sealed class ErrorLines : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                Lines.Enqueue($"{logLevel} {formatter(state, exception)}");
            }
        }

        public void Dispose()
        {
        }
    }
}
