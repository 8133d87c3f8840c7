using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace SampleApp;

/// <summary>What apps may do that a host has to cope with.</summary>
public static class Misbehaviour
{
    private static readonly TaskCompletionSource s_released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static async Task AtStartAsync()
    {
        switch (Environment.GetEnvironmentVariable("SAMPLE_AT_START"))
        {
            case "exit":
                await Console.Error.WriteLineAsync("The sample has no mind to start.");
                Environment.Exit(3);
                break;
            case "hide":
                // Where the worker looks for the functions that it is to load.
                Environment.SetEnvironmentVariable("FUNCTIONS_APPLICATION_DIRECTORY", "/nowhere");
                break;
        }
    }

    [Function(nameof(Bound))]
    public static IResult Bound(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "bound/{name}/{id:int}")] HttpRequest request,
        string name,
        int id,
        int count = 0) =>
        Results.Text($"{name} {id} {count}");

    [Function(nameof(Headers))]
    public static IResult Headers([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) =>
        Results.Json(request.Headers.ToDictionary(header => header.Key, header => $"{header.Value}", StringComparer.OrdinalIgnoreCase));

    [Function(nameof(Length))]
    public static async Task<IResult> Length([HttpTrigger(AuthorizationLevel.Anonymous, "post")] HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        return Results.Text(body.Length.ToString(CultureInfo.InvariantCulture));
    }

    [Function(nameof(Fails))]
    public static IResult Fails([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) =>
        throw new InvalidOperationException("a private matter");

    [Function(nameof(Sleeps))]
    public static async Task<IResult> Sleeps(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request, FunctionContext context, bool heed)
    {
        var logger = context.GetLogger("Sample");
        logger.LogInformation("Asleep");
        try
        {
            await Task.Delay(TimeSpan.FromSeconds(60), heed ? context.CancellationToken : default);
            return Results.Text("awake");
        }
        catch (OperationCanceledException)
        {
            logger.LogInformation("Woken up");
            throw;
        }
    }

    [Function(nameof(Streams))]
    public static async Task Streams([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request)
    {
        await request.HttpContext.Response.WriteAsync("first ");
        await request.HttpContext.Response.Body.FlushAsync();
        await s_released.Task;
        await request.HttpContext.Response.WriteAsync("second");
    }

    [Function(nameof(Release))]
    public static IResult Release([HttpTrigger(AuthorizationLevel.Anonymous, "post")] HttpRequest request) =>
        Results.Text(s_released.TrySetResult() ? "yes" : "no");

    [Function(nameof(Ambiguous))]
    public static IResult Ambiguous([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) =>
        Ambiguous("no worker finds this by its name alone");

    public static IResult Ambiguous(string text) => Results.Text(text);

    [Function(nameof(AmbiguousActivity))]
    public static string AmbiguousActivity([ActivityTrigger] string? input) => AmbiguousActivity(0);

    public static string AmbiguousActivity(int input) => input.ToString(CultureInfo.InvariantCulture);

    /// <summary>Runs any orchestration and answers its output, or why it failed.</summary>
    [Function(nameof(RunOrchestration))]
    public static async Task<IResult> RunOrchestration(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "run/{orchestration}")] HttpRequest request,
        string orchestration,
        [DurableClient] DurableTaskClient client)
    {
        var id = await client.ScheduleNewOrchestrationInstanceAsync(orchestration, request.Query["input"].ToString());
        while (await client.GetInstanceAsync(id, getInputsAndOutputs: true) is { } instance)
        {
            if (instance.IsCompleted)
            {
                return Results.Text($"{instance.RuntimeStatus}: {instance.SerializedOutput}");
            }

            await Task.Delay(50, request.HttpContext.RequestAborted);
        }

        return Results.NotFound();
    }

    /// <summary>Calls the activity that is its input, and tells how it failed.</summary>
    [Function(nameof(TellFailure))]
    public static async Task<string> TellFailure([OrchestrationTrigger] TaskOrchestrationContext context, string activity)
    {
        try
        {
            return await context.CallActivityAsync<string>(activity);
        }
        catch (TaskFailedException exception)
        {
            var details = exception.FailureDetails;
            return $"{details.ErrorType}: {details.ErrorMessage} < {details.InnerFailure?.ErrorType}: {details.InnerFailure?.ErrorMessage}";
        }
    }

    [Function(nameof(FailingOrchestration))]
    public static Task FailingOrchestration([OrchestrationTrigger] TaskOrchestrationContext context) =>
        throw new InvalidOperationException("a failed orchestration");

    [Function(nameof(FailingActivity))]
    public static string FailingActivity([ActivityTrigger] string? input) =>
        throw new InvalidOperationException("outer matter", new FormatException("inner matter"));

    [Function(nameof(DyingActivity))]
    public static string DyingActivity([ActivityTrigger] string? input)
    {
        Environment.Exit(5);
        return "";
    }

    [Function(nameof(SlowActivity))]
    public static async Task<string> SlowActivity([ActivityTrigger] string? input, FunctionContext context)
    {
        var logger = context.GetLogger("Sample");
        logger.LogInformation("Slow activity begins");
        await Task.Delay(2000);
        logger.LogInformation("Slow activity ends");
        return "done";
    }
}
