using Functions.Activities;
using Functions.Slots;
using Functions.Stores;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Functions.Orchestrations;

/// <summary>Makes a store, one of a bounded number at a time; what fails or is cancelled is undone.</summary>
public static class ProvisionStore
{
    /// <summary>Input <see cref="OperationInput"/>; the outcome goes to the <see cref="StoreEntity"/>.</summary>
    [Function(nameof(ProvisionStore))]
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var operation = context.GetInput<OperationInput>()!;
        var steps = new OperationSteps(context, operation);
        var outcome = await ProvisionInSlotAsync(context, operation, steps);
        context.CreateReplaySafeLogger(nameof(ProvisionStore)).LogOutcome(operation, outcome);
        await context.Entities.CallEntityAsync(StoreEntity.IdOf(operation.Store.Name), nameof(StoreEntity.End), outcome);
    }

    private static async Task<OperationOutcome> ProvisionInSlotAsync(TaskOrchestrationContext context, OperationInput operation, OperationSteps steps)
    {
        var compensation = new Compensation();
        try
        {
            await steps.ReportAsync(Steps.AwaitSlot, "Waiting for a provisioning slot.");
            await SlotLease.TakeAsync(context, operation.Store.Name, operation.Settings, steps.Cancelled);
            var url = await ProvisionAsync(operation, steps, compensation);
            return new OperationOutcome(operation.Id, context.CurrentUtcDateTime, Url: url);
        }
        catch (Exception exception)
        {
            var failure = exception switch
            {
                StepFailedException failed => failed.Failure,
                OperationCancelledException => new StoreFailure("Cancelled", "The provision was stopped on request."),
                _ => new StoreFailure(StoreFailure.Unexpected, exception.Message),
            };
            var failedStep = steps.Current;
            var leftovers = await compensation.RunAsync();
            return new OperationOutcome(operation.Id, context.CurrentUtcDateTime, Failure: new FailureRecord(failedStep, failure, leftovers));
        }
        finally
        {
            await SlotLease.ReleaseAsync(context);
        }
    }

    private static async Task<string> ProvisionAsync(OperationInput operation, OperationSteps steps, Compensation compensation)
    {
        var (store, settings) = (operation.Store, operation.Settings);
        var removal = new StoreRemoval(operation, steps);

        compensation.Register("Namespace", removal.DeleteNamespaceAsync);
        await steps.RunAsync(nameof(CreateNamespace), store, settings.Steps, $"Creating namespace {store.Resources.Namespace}.");

        compensation.Register("Credentials", removal.DeleteCredentialsAsync);
        await steps.RunAsync(nameof(EnsureCredentials), store, settings.Steps, "Making the store's passwords.");

        compensation.Register("Release", removal.UninstallAsync);
        await steps.RunAsync(nameof(InstallRelease), new InstallReleaseInput(store, operation.Spec), settings.Steps, $"Installing release {store.Resources.Release}.");

        await steps.RunAsync(nameof(AwaitDatabase), store, settings.Database, "Waiting for the database to answer a query.");
        return await steps.RunAsync<string>(nameof(AwaitWorkloads), store, settings.Workloads, "Waiting for every workload and the address.");
    }
}
