using Functions.Entities;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;
using Stores.Core;
using Stores.Lifecycle;
using Stores.Owners;

namespace Functions.Orchestrations.Operations;

/// <summary>
/// Asks the store for an operation and returns its decision: a client can signal an entity, but only an orchestration gets its answer. What
/// needs a slot is admitted first: by its owner's limits, and to the queue.
/// </summary>
public static class BeginOperation
{
    /// <summary>Input <see cref="OperationRequest"/>, output <see cref="OperationDecision"/>.</summary>
    [Function(OrchestratorNames.BeginOperation)]
    public static async Task<OperationDecision> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context, OperationRequest request)
    {
        var decision = request.AdmissibleAfter is { } seen ? await AdmitAsync(context, request, seen) : await AskAsync(context, request);
        if (decision.Verdict == OperationVerdict.Admissible)
        {
            decision = await AdmitAsync(context, request, decision.Record.Generation);
        }
        else if (request.AdmissibleAfter is not null && IsRefusedForRoom(decision)
            && await AskAsync(context, request) is { Verdict: not OperationVerdict.Admissible } changed)
        {
            // The store has changed since it was read, and its own answer comes first: the same request may have been accepted meanwhile.
            decision = changed;
        }

        if (decision.Cancels is { } running)
        {
            context.SendEvent(running, OperationSteps.CancelEvent, request.Id);
        }

        return decision;
    }

    private static async Task<OperationDecision> AdmitAsync(TaskOrchestrationContext context, OperationRequest request, int generation)
    {
        if (request.Kind != StoreRequestKind.Provision)
        {
            return await ReserveAsync(context, request, generation);
        }

        var installation = context.Entities.CallEntityAsync<string>(InstallationEntity.Id, nameof(InstallationEntity.Get));
        var (owner, settings) = (OwnerEntity.IdOf(request.Spec!.Owner), request.Settings);
        var asked = new OwnerRequest(
            new OwnedStore(request.Id, request.Name, request.At), settings.StoresPerOwner, settings.CreationCoolDown);
        var admitting = context.Entities.CallEntityAsync<Admission>(owner, nameof(OwnerEntity.Admit), asked);
        await Task.WhenAll(installation, admitting);
        var admission = await admitting;
        if (admission.Verdict == AdmissionVerdict.TooManyStores && await WithdrawLostAsync(context, owner))
        {
            admission = await context.Entities.CallEntityAsync<Admission>(owner, nameof(OwnerEntity.Admit), asked);
        }

        if (admission.Verdict != AdmissionVerdict.Accepted)
        {
            var refusal = admission.Verdict == AdmissionVerdict.TooManyStores
                ? OperationVerdict.TooManyStores
                : OperationVerdict.CoolingDown;
            return new OperationDecision(refusal, admission.Detail, new StoreRecord(), RetryAfter: admission.RetryAfter);
        }

        var decision = await ReserveAsync(context, request with { Installation = await installation }, generation);
        if (!HasBegun(decision, request))
        {
            await context.Entities.CallEntityAsync(owner, nameof(OwnerEntity.Withdraw), request.Id);
        }

        return decision;
    }

    // A request that died between its admission and the store's beginning left the owner one store short.
    private static async Task<bool> WithdrawLostAsync(TaskOrchestrationContext context, EntityInstanceId owner)
    {
        var any = false;
        foreach (var doubtful in await context.Entities.CallEntityAsync<IReadOnlyList<OwnedStore>>(
            owner, nameof(OwnerEntity.Doubtful), context.CurrentUtcDateTime))
        {
            if (!await context.Entities.CallEntityAsync<bool>(
                StoreEntity.IdOf(doubtful.Store), nameof(StoreEntity.IsOwned), doubtful.Admission))
            {
                await context.Entities.CallEntityAsync(owner, nameof(OwnerEntity.Withdraw), doubtful.Admission);
                any = true;
            }
        }

        return any;
    }

    private static async Task<OperationDecision> ReserveAsync(TaskOrchestrationContext context, OperationRequest request, int generation)
    {
        var next = generation + (request.Kind is StoreRequestKind.Provision or StoreRequestKind.Retry ? 1 : 0);
        var store = new StoreIdentity(request.Name, next, request.Installation);
        if (!await SlotLeasing.ReserveAsync(context, request.Id, store, request.Settings))
        {
            return new OperationDecision(
                OperationVerdict.QueueFull, $"{request.Settings.MostWaiting} wait for a provisioning slot already.", new StoreRecord(),
                RetryAfter: request.Settings.SlotPoll);
        }

        var decision = await AskAsync(context, request with { Admitted = true });
        if (!HasBegun(decision, request))
        {
            await SlotLeasing.ReleaseAsync(context, request.Id);
        }

        return decision;
    }

    private static bool IsRefusedForRoom(OperationDecision decision) =>
        decision.Verdict is OperationVerdict.TooManyStores or OperationVerdict.CoolingDown or OperationVerdict.QueueFull;

    // Another request may have been faster since the store was asked whether there could be a beginning.
    private static bool HasBegun(OperationDecision decision, OperationRequest request) =>
        decision.Verdict == OperationVerdict.Accepted && decision.Operation == request.Id;

    private static Task<OperationDecision> AskAsync(TaskOrchestrationContext context, OperationRequest request) =>
        context.Entities.CallEntityAsync<OperationDecision>(StoreEntity.IdOf(request.Name), nameof(StoreEntity.Begin), request);
}
