using Functions.Orchestrations.Operations;
using Stores.Core;
using Stores.Lifecycle;
using Stores.Readiness;

namespace Functions.Orchestrations.Provision;

/// <summary>Waits until an installed store is ready, within one deadline for everything.</summary>
internal sealed class StoreWait(OperationInput operation, OperationSteps steps)
{
    private OperationSettings Settings => operation.Settings;

    /// <summary>Waits for the database, for the workloads with address and certificate, and for the shop check.</summary>
    /// <returns>The shop.</returns>
    /// <exception cref="StepFailedException">It did not become ready in time, or will not.</exception>
    public async Task<ReadyShop> RunAsync()
    {
        var deadline = steps.Now + Settings.Readiness.Deadline;
        var input = new ReadinessInput(operation.Store, Settings.Readiness);
        await steps.AwaitAsync(
            ActivityNames.AwaitDatabase, input, Within(Settings.Database), "Waiting for the database to answer a query.", Next);
        var shop = await steps.AwaitAsync<ReadyShop>(
            ActivityNames.AwaitWorkloads, input, Within(Settings.Workloads),
            "Waiting for the install job, every workload, the address and the certificate.", Next);
        if (Settings.ShopCheck)
        {
            var job = await steps.RunAsync<string>(
                ActivityNames.StartShopCheck, new StepInput(operation.Store, operation.Id), Within(Settings.Steps),
                "Starting the shop check.");
            await steps.AwaitAsync(
                ActivityNames.AwaitShopCheck, new AwaitShopCheckInput(operation.Store, job), Within(Settings.ShopCheckWait),
                "Waiting for the shop check: a walk through the pages and a purchase.");
        }

        return shop;

        // Both waits are one to what is seen in the store's way.
        ReadinessInput Next(Look look) => input = input with { Sightings = look.Sightings };

        RetrySettings Within(RetrySettings retries) => retries.Within(deadline - steps.Now);
    }
}
