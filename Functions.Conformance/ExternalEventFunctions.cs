using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;


namespace Functions.Conformance;

public static class ExternalEventFunctions
{
    [Function(nameof(AwaitInOrder))]
    public static async Task<string> AwaitInOrder([OrchestrationTrigger] TaskOrchestrationContext context) =>
        $"{await context.WaitForExternalEvent<string>("First")},{await context.WaitForExternalEvent<string>("Second")}";

    [Function(nameof(CollectThree))]
    public static async Task<string> CollectThree([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        await context.WaitForExternalEvent<string>("go");
        var items = new List<string>();
        for (var number = 0; number < 3; number++)
        {
            items.Add(await context.WaitForExternalEvent<string>("item"));
        }

        return string.Join(',', items);
    }

    [Function(nameof(AwaitTwice))]
    public static async Task<string> AwaitTwice([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var first = context.WaitForExternalEvent<string>("item");
        var second = context.WaitForExternalEvent<string>("item");
        context.SetCustomStatus(await await Task.WhenAny(first, second));
        return $"first={await first} second={await second}";
    }

    [Function(nameof(AwaitTwoTypes))]
    public static Task AwaitTwoTypes([OrchestrationTrigger] TaskOrchestrationContext context) =>
        Task.WhenAll(context.WaitForExternalEvent<string>("item"), context.WaitForExternalEvent<int>("item"));

    [Function(nameof(AwaitBriefly))]
    public static async Task<string> AwaitBriefly([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        try
        {
            return await context.WaitForExternalEvent<string>("item", TimeSpan.FromMilliseconds(50));
        }
        catch (TaskCanceledException)
        {
            return "timed out";
        }
    }

    [Function(nameof(AwaitForAnHour))]
    public static Task<string> AwaitForAnHour([OrchestrationTrigger] TaskOrchestrationContext context) =>
        context.WaitForExternalEvent<string>("item", TimeSpan.FromHours(1));

    [Function(nameof(AwaitAfterCancelling))]
    public static async Task<string> AwaitAfterCancelling([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        using (var cancellation = new CancellationTokenSource())
        {
            var abandoned = context.WaitForExternalEvent<string>("item", cancellation.Token);
            cancellation.Cancel();
            context.SetCustomStatus(abandoned.IsCanceled ? "cancelled" : "still waiting");
        }

        await context.WaitForExternalEvent<string>("go");
        return await context.WaitForExternalEvent<string>("item");
    }

    [Function(nameof(TalkToChild))]
    public static async Task<string> TalkToChild([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var child = $"{context.InstanceId}-child";
        var answer = context.CallSubOrchestratorAsync<string>(
            nameof(SharedFunctions.AwaitGo), null, new TaskOptions((TaskRetryOptions?)null).WithInstanceId(child));
        // An event to an instance that has not been made yet may be dropped.
        await context.CreateTimer(TimeSpan.FromMilliseconds(500), CancellationToken.None);
        context.SendEvent(child, "go", "hello");
        return await answer;
    }

    [Function(nameof(AwaitPoint))]
    public static async Task<int> AwaitPoint([OrchestrationTrigger] TaskOrchestrationContext context) =>
        await context.WaitForExternalEvent<Point>("point") is var (x, y) ? x + y : 0;

    public sealed record Point(int X, int Y);
}
