using Functions.Entities;
using Functions.IntegrationTests.InProcess;
using Functions.Orchestrations.Operations;
using Functions.Orchestrations.Provision;
using Stores.Core;
using Stores.Lifecycle;
using Stores.Owners;
using Stores.Slots;

namespace Functions.IntegrationTests.Orchestrations;

/// <summary>How a request is admitted, on the real engine.</summary>
public sealed class BeginOperationTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private InProcessHost _host = null!;

    public async Task InitializeAsync() => _host = await InProcessHost.StartAsync(
        Path.Combine(_folder.Path, "durable.db"),
        FunctionCatalog.Discover(
            [
                typeof(BeginOperation), typeof(StoreEntity), typeof(OwnerEntity), typeof(InstallationEntity),
                typeof(ProvisioningSlotsEntity),
                typeof(ProvisionStore),
            ]));

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task An_admission_of_which_nothing_came_does_not_count_for_ever()
    {
        var lost = new OwnerRequest(new OwnedStore("lost", StoreName.Parse("lost"), DateTime.UtcNow.AddHours(-1)), 1, TimeSpan.Zero);
        await _host.Client.Entities.SignalEntityAsync(OwnerEntity.IdOf(StoreOwner.Default), nameof(OwnerEntity.Admit), lost);
        await Eventually.TrueAsync(async () => (await OwnedAsync()).Count == 1, () => "the lost admission should be there");

        Assert.Equal(OperationVerdict.Accepted, (await BeginAsync("first")).Verdict);

        Assert.Equal(["first"], (await OwnedAsync()).Select(store => store.Store.Value));
        Assert.Equal(OperationVerdict.TooManyStores, (await BeginAsync("second")).Verdict);
    }

    [Fact]
    public async Task A_refused_request_keeps_neither_its_admission_nor_its_place_in_the_queue()
    {
        var settings = new OperationSettings { Slots = 1, MostWaiting = 0, CreationCoolDown = TimeSpan.Zero };
        Assert.Equal(OperationVerdict.Accepted, (await BeginAsync("first", settings)).Verdict);

        Assert.Equal(OperationVerdict.QueueFull, (await BeginAsync("second", settings)).Verdict);
        Assert.Equal(OperationVerdict.Conflict, (await BeginAsync("first", settings)).Verdict);

        Assert.Equal(["first"], (await OwnedAsync()).Select(store => store.Store.Value));
        var slots = (await _host.Client.Entities.GetEntityAsync<SlotQueue>(ProvisioningSlotsEntity.Id))!.State;
        Assert.Equal(["first"], slots.Holders.Concat(slots.Waiting).Select(lease => lease.Store.Value));
    }

    [Fact]
    public async Task What_was_admissible_when_it_was_read_begins_without_another_question_and_the_store_has_the_last_word()
    {
        Assert.Equal(OperationVerdict.Accepted, (await BeginAsync("first", admissibleAfter: 0)).Verdict);

        // The owner has no room either, but that the name is taken came first.
        Assert.Equal(OperationVerdict.Conflict, (await BeginAsync("first", admissibleAfter: 0)).Verdict);
        Assert.Equal(OperationVerdict.TooManyStores, (await BeginAsync("second", admissibleAfter: 0)).Verdict);

        Assert.Equal(["first"], (await OwnedAsync()).Select(store => store.Store.Value));
    }

    [Fact]
    public async Task A_request_that_came_again_before_its_store_was_read_anew_gets_the_first_answer()
    {
        var begun = await BeginAsync("first", admissibleAfter: 0, key: "same");

        var again = await BeginAsync("first", admissibleAfter: 0, key: "same");

        Assert.Equal((OperationVerdict.Accepted, begun.Operation), (again.Verdict, again.Operation));
    }

    private Task<OperationDecision> BeginAsync(
        string name, OperationSettings? settings = null, int? admissibleAfter = null, string? key = null)
    {
        var spec = new StoreSpec(StoreName.Parse(name), StorePlan.Small, DatabaseEngine.MariaDb);
        settings ??= new OperationSettings { StoresPerOwner = 1, CreationCoolDown = TimeSpan.Zero };
        var request = new OperationRequest(
            $"provision-{Guid.NewGuid():N}", StoreRequestKind.Provision, spec.Name, settings, DateTime.UtcNow)
        {
            Spec = spec,
            AdmissibleAfter = admissibleAfter,
            Key = key,
        };
        return _host.RunAsync<OperationDecision>(OrchestratorNames.BeginOperation, request);
    }

    private async Task<IReadOnlyList<OwnedStore>> OwnedAsync() =>
        (await _host.Client.Entities.GetEntityAsync<OwnerRecord>(OwnerEntity.IdOf(StoreOwner.Default)))?.State.Stores ?? [];
}
