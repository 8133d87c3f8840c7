using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Entities;
using Microsoft.Extensions.Logging;

namespace SampleApp;

public static class SampleFunctions
{
    [Function(nameof(Greet))]
    public static async Task<IResult> Greet(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "greetings/{name}")] HttpRequest request,
        string name,
        [DurableClient] DurableTaskClient client)
    {
        var id = await client.ScheduleNewOrchestrationInstanceAsync(nameof(GreetTwice), name);
        return Results.Text((await client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true)).ReadOutputAs<string>());
    }

    [Function(nameof(GreetTwice))]
    public static async Task<string> GreetTwice([OrchestrationTrigger] TaskOrchestrationContext context, string name)
    {
        var greeting = await context.CallActivityAsync<string>(nameof(SayHello), name);
        return $"{greeting} {await context.Entities.CallEntityAsync<int>(new EntityInstanceId(nameof(Counter), "all"), "Add")}";
    }

    [Function(nameof(SayHello))]
    public static string SayHello([ActivityTrigger] string name, FunctionContext context)
    {
        context.GetLogger("Sample").LogInformation("Saying hello to {Name}", name);
        return $"Hello {name}";
    }

    [Function(nameof(Tick))]
    public static void Tick([TimerTrigger("0 0 0 1 1 *", RunOnStartup = true)] TimerInfo timer, FunctionContext context) =>
        context.GetLogger("Sample").LogInformation("Tick {PastDue}", timer.IsPastDue);
}

public sealed class Counter : TaskEntity<int>
{
    [Function(nameof(Counter))]
    public static Task DispatchAsync([EntityTrigger] TaskEntityDispatcher dispatcher) => dispatcher.DispatchAsync<Counter>();

    public int Add() => ++State;

    public void AddAfterDeath(string mark)
    {
        if (!File.Exists(mark))
        {
            File.WriteAllText(mark, "died");
            Environment.Exit(6);
        }

        State++;
    }

    public void Break() => throw new InvalidOperationException("a broken entity");
}
