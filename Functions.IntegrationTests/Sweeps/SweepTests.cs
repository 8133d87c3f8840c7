using Functions.Entities;
using Functions.Helm;
using Functions.IntegrationTests.InProcess;
using Functions.Kubernetes.Namespaces;
using Functions.Kubernetes.Releases;
using Functions.Secrets;
using Functions.Timers;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Stores.Core;
using Stores.Lifecycle;
using Stores.Slots;
using Stores.Sweeps;

namespace Functions.IntegrationTests.Sweeps;

/// <summary>Sweeps of the app's own orchestrations and entities, on a clock of the test's, among surroundings that are recorded.</summary>
public sealed class SweepTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly RecordedSurroundings _around = new();
    private InProcessHost _host = null!;
    private string _installation = "";

    public async Task InitializeAsync()
    {
        _host = await InProcessHost.StartAsync(
            Path.Combine(_folder.Path, "durable.db"),
            FunctionCatalog.Discover(typeof(SweepTimer).Assembly),
            services => services
                .AddSingleton<TimeProvider>(_clock)
                .AddSingleton<ISweptNamespaces>(_around).AddSingleton<IReleaseRecords>(_around).AddSingleton<ISweptSecrets>(_around)
                .AddSingleton<IAdminSecrets>(_around).AddSingleton<IHelm>(_around));
        await SweepAsync();
        _installation = (await _host.Client.Entities.GetEntityAsync<InstallationRecord>(InstallationEntity.Id))!.State.Id;
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_namespace_without_a_store_goes_with_its_release_after_two_sightings_and_half_an_hour_and_foreign_ones_stay()
    {
        _around.Namespaces.AddRange(
            [
                Namespace("left"),
                Namespace("bare"),
                Namespace("theirs") with { Installation = "theirs" },
                Namespace("unlabelled") with { Store = null },
            ]);
        _around.Releases["store-left"] = "left";

        var first = await SweepAsync();
        Assert.Equal(["Namespace store-bare Watch 1", "Namespace store-left Watch 1", "Release store-left/left Watch 1"], Told(first));
        _clock.Advance(TimeSpan.FromMinutes(15));
        Assert.Equal(
            ["Namespace store-bare Watch 2", "Namespace store-left Watch 2", "Release store-left/left Watch 2"], Told(await SweepAsync()));
        _clock.Advance(TimeSpan.FromMinutes(15));

        var dry = await SweepAsync(dryRun: true);
        Assert.Equal(["Namespace store-bare Remove 3", "Namespace store-left Remove 3", "Release store-left/left Remove 3"], Told(dry));
        Assert.Equal(0, dry.Done);
        Assert.Empty(_around.Done);

        var third = await SweepAsync();
        Assert.Equal(["Namespace store-bare Remove 3", "Namespace store-left Remove 3", "Release store-left/left Remove 3"], Told(third));
        Assert.All(third.Survey!.Orphans, orphan => Assert.Equal(OrphanOutcome.Done, orphan.Outcome));
        Assert.Equal(["delete store-bare", "uninstall left", "delete store-left"], _around.Done);
        Assert.Equal(["store-theirs", "store-unlabelled"], _around.Namespaces.Select(ns => ns.Name));
        Assert.Empty((await SweepAsync()).Survey!.Orphans);
    }

    [Fact]
    public async Task A_namespace_that_was_replaced_meanwhile_is_another_one_and_begins_anew()
    {
        _around.Namespaces.Add(Namespace("left"));
        await SweepAsync();
        _clock.Advance(TimeSpan.FromHours(1));
        _around.Namespaces[0] = Namespace("left") with { Uid = "another" };

        Assert.Equal(["Namespace store-left Watch 1"], Told(await SweepAsync()));
        Assert.Empty(_around.Done);
    }

    [Fact]
    public async Task A_namespace_that_gets_a_store_before_its_removal_is_spared()
    {
        _around.Namespaces.Add(Namespace("again"));
        await SweepAsync();
        _clock.Advance(TimeSpan.FromHours(1));
        _around.LookedAt = _ => BeginAsync("again", "provision-again");

        var orphan = Assert.Single((await SweepAsync()).Survey!.Orphans);

        Assert.Equal((OrphanAction.Remove, OrphanOutcome.Spared, "It has a store again."), (orphan.Action, orphan.Outcome, orphan.Detail));
        Assert.Empty(_around.Done);
    }

    [Fact]
    public async Task One_that_cannot_be_removed_does_not_keep_the_others_from_their_turn_and_is_tried_again()
    {
        _around.Namespaces.AddRange([Namespace("stubborn"), Namespace("willing")]);
        _around.Releases["store-stubborn"] = "stubborn";
        await SweepAsync();
        _clock.Advance(TimeSpan.FromHours(1));

        var orphans = (await SweepAsync()).Survey!.Orphans;

        Assert.Equal(
            [
                ("store-stubborn", OrphanOutcome.Failed, "HookFailed: A hook failed."),
                ("store-willing", OrphanOutcome.Done, null),
                ("store-stubborn/stubborn", OrphanOutcome.Failed, "HookFailed: A hook failed."),
            ],
            orphans.Select(orphan => (orphan.What, orphan.Outcome, orphan.Detail)));
        Assert.Equal(["Namespace store-stubborn Remove 3", "Release store-stubborn/stubborn Remove 3"], Told(await SweepAsync()));
    }

    [Fact]
    public async Task Passwords_without_a_store_are_deleted_from_the_vault_and_a_vault_that_may_not_be_listed_is_told_of()
    {
        _around.VaultSecrets.AddRange(
            [new StoreIdentity(StoreName.Parse("left"), 4, _installation), new StoreIdentity(StoreName.Parse("left"), 4, "theirs")]);
        await SweepAsync();
        _clock.Advance(TimeSpan.FromHours(1));
        await SweepAsync();
        Assert.Equal(["delete secrets left#4"], _around.Done);

        _around.VaultForbids = true;
        var report = await SweepAsync();
        Assert.Null(report.Failure);
        Assert.Equal(["Vault secrets: The vault refuses to list its secrets."], report.Survey!.Unchecked);
    }

    [Fact]
    public async Task An_operation_and_a_slot_whose_orchestration_was_lost_are_ended_and_given_back()
    {
        await BeginAsync("lost", "provision-lost");
        await Eventually.TrueAsync(async () => (await SlotsAsync()).Count == 1, () => "the provision should have its slot");
        Assert.Empty((await SweepAsync()).Survey!.Orphans);
        await _host.Client.TerminateInstanceAsync("provision-lost");
        await _host.EndAsync("provision-lost");

        Assert.Equal(["Operation provision-lost Watch 1", "Slot provision-lost Watch 1"], Told(await SweepAsync()));
        Assert.Equal(StorePhase.Provisioning, (await StoreAsync("lost")).Phase);
        _clock.Advance(TimeSpan.FromMinutes(30));
        var report = await SweepAsync();

        Assert.Equal(["Operation provision-lost Mark 2", "Slot provision-lost Remove 2"], Told(report));
        Assert.Equal(2, report.Done);
        Assert.Empty(await SlotsAsync());
        var record = await StoreAsync("lost");
        Assert.Equal((StorePhase.Failed, "OperationLost", null), (record.Phase, record.Failure!.Failure.Reason, record.Operation));
        Assert.Empty((await SweepAsync()).Survey!.Orphans);
    }

    [Fact]
    public async Task A_ready_store_whose_namespace_is_gone_is_marked_as_failed_and_never_removed()
    {
        await BeginAsync("bereft", "provision-bereft");
        await _host.Client.TerminateInstanceAsync("provision-bereft");
        await _host.EndAsync("provision-bereft");
        await _host.Client.Entities.SignalEntityAsync(
            StoreEntity.IdOf(StoreName.Parse("bereft")), nameof(StoreEntity.End),
            new OperationOutcome("provision-bereft", _clock.GetUtcNow().UtcDateTime, Url: "http://localhost"));
        await Eventually.TrueAsync(async () => (await StoreAsync("bereft")).Phase == StorePhase.Ready, () => "the store should be ready");
        _clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Contains("MissingNamespace bereft#1 Watch 1", Told(await SweepAsync()));
        Assert.Equal(StorePhase.Ready, (await StoreAsync("bereft")).Phase);
        _clock.Advance(TimeSpan.FromMinutes(30));
        Assert.Contains("MissingNamespace bereft#1 Mark 2", Told(await SweepAsync()));

        var record = await StoreAsync("bereft");
        Assert.Equal((StorePhase.Failed, Reasons.NamespaceMissing, null), (record.Phase, record.Failure!.Failure.Reason, record.Url));
        Assert.Empty(_around.Done);
    }

    [Fact]
    public async Task A_second_sweep_is_refused_while_one_runs_and_a_survey_that_fails_for_good_is_reported()
    {
        var (reached, gate) = (new TaskCompletionSource(), new TaskCompletionSource());
        _around.Surveyed = () =>
        {
            reached.TrySetResult();
            return gate.Task;
        };
        var running = await BeginSweepAsync(dryRun: false);
        await reached.Task;

        var refused = await BeginSweepAsync(dryRun: true);
        Assert.Equal((false, running.Running.Id), (refused.Accepted, refused.Running.Id));

        gate.SetException(new PermanentStoreFailureException("Forbidden", "The account may not list namespaces."));
        await _host.EndAsync(running.Running.Id);
        var report = await ReportAsync(running.Running.Id);
        Assert.Equal((new StoreFailure("Forbidden", "The account may not list namespaces."), null), (report.Failure, report.Survey));
    }

    [Fact]
    public async Task The_timer_asks_for_a_sweep_every_quarter_of_an_hour_and_does_no_more()
    {
        var timer = FunctionCatalog.Discover(typeof(SweepTimer).Assembly).Find<TimerTriggerAttribute>(nameof(SweepTimer))!;
        Assert.Equal("0 */15 * * * *", ((TimerTriggerAttribute)timer.Trigger).Schedule);

        await new SweepTimer(Options.Create(new SweepSettings()), _clock).RunAsync(new TimerInfo(), _host.Client, CancellationToken.None);

        await Eventually.TrueAsync(
            async () => (await LedgerAsync()).Reports[0].Trigger == SweepTrigger.Timer, () => "the timer's sweep should be reported");
        Assert.False((await LedgerAsync()).Reports[0].DryRun);
    }

    private async Task<SweepDecision> BeginSweepAsync(bool dryRun) => await _host.RunAsync<SweepDecision>(
        OrchestratorNames.BeginSweep,
        SweepRequest.Create(SweepTrigger.Request, dryRun, new SweepSettings(), _clock.GetUtcNow().UtcDateTime));

    private async Task<SweepReport> SweepAsync(bool dryRun = false)
    {
        var decision = await BeginSweepAsync(dryRun);
        Assert.True(decision.Accepted);
        await _host.EndAsync(decision.Running.Id);
        return await ReportAsync(decision.Running.Id);
    }

    private async Task<SweepReport> ReportAsync(string id)
    {
        Assert.Contains((await LedgerAsync()).Reports, report => report.Id == id);
        return (await _host.Client.Entities.GetEntityAsync<SweepReport>(SweepReportEntity.IdOf(id)))!.State;
    }

    private async Task<SweepLedger> LedgerAsync() =>
        (await _host.Client.Entities.GetEntityAsync<SweepLedger>(SweepHistoryEntity.Id))!.State;

    private async Task<IReadOnlyList<SlotLease>> SlotsAsync() =>
        (await _host.Client.Entities.GetEntityAsync<SlotQueue>(ProvisioningSlotsEntity.Id))?.State.Holders ?? [];

    private async Task<StoreRecord> StoreAsync(string name) =>
        (await _host.Client.Entities.GetEntityAsync<StoreRecord>(StoreEntity.IdOf(StoreName.Parse(name))))!.State;

    /// <summary>Begins a provision; it gets no further than its slot, since there is nothing here that could make a namespace.</summary>
    private async Task BeginAsync(string name, string operation)
    {
        var spec = new StoreSpec(StoreName.Parse(name), StorePlan.Small, DatabaseEngine.MariaDb);
        var request = new OperationRequest(
            operation, StoreRequestKind.Provision, spec.Name, new OperationSettings(), _clock.GetUtcNow().UtcDateTime)
        {
            Spec = spec,
            Installation = _installation,
            Admitted = true,
        };
        await _host.Client.Entities.SignalEntityAsync(StoreEntity.IdOf(request.Name), nameof(StoreEntity.Begin), request);
        await Eventually.TrueAsync(
            async () => await _host.Client.GetInstanceAsync(operation) is { RuntimeStatus: OrchestrationRuntimeStatus.Running },
            () => $"{operation} should run");
    }

    private NamespaceSighting Namespace(string store) => new($"store-{store}", $"uid-{store}", store, "1", _installation);

    private static IEnumerable<string> Told(SweepReport report) =>
        report.Survey!.Orphans.Select(orphan => $"{orphan.Kind} {orphan.What} {orphan.Action} {orphan.Sightings}")
            .Order(StringComparer.Ordinal);
}
