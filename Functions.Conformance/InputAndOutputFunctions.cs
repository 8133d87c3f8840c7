using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;


namespace Functions.Conformance;

public static class InputAndOutputFunctions
{
    [Function(nameof(PassParcel))]
    public static Task<Parcel> PassParcel([OrchestrationTrigger] TaskOrchestrationContext context) =>
        context.CallActivityAsync<Parcel>(nameof(EchoParcel), context.GetInput<Parcel>());

    [Function(nameof(EchoParcel))]
    public static Parcel EchoParcel([ActivityTrigger] Parcel parcel) => parcel;

    [Function(nameof(PassNull))]
    public static async Task<string> PassNull([OrchestrationTrigger] TaskOrchestrationContext context) =>
        $"{context.GetInput<string>() ?? "null"} "
        + (await context.CallActivityAsync<string?>(nameof(SharedFunctions.EchoText), input: null) ?? "null");

    [Function(nameof(SumList))]
    public static Task<int> SumList([OrchestrationTrigger] TaskOrchestrationContext context) =>
        context.CallActivityAsync<int>(nameof(Sum), context.GetInput<List<int>>());

    [Function(nameof(Sum))]
    public static int Sum([ActivityTrigger] List<int> numbers) => numbers.Sum();

    [Function(nameof(ReturnNothing))]
    public static Task ReturnNothing([OrchestrationTrigger] TaskOrchestrationContext context) =>
        context.CallActivityAsync<int>(nameof(SharedFunctions.Twice), 1);

    [Function(nameof(Throw))]
    public static Task Throw([OrchestrationTrigger] TaskOrchestrationContext context) =>
        throw new FormatException(context.GetInput<string>());

    [Function(nameof(Announce))]
    public static Task<string> Announce([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        context.SetCustomStatus("halfway");
        return Task.FromResult("out");
    }
}
