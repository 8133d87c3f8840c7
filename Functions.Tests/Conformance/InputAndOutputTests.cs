using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Functions.Tests.Conformance;

public sealed class InputAndOutputTests : ConformanceTest
{
    [Theory, OnEachRuntime]
    public async Task Values_pass_through_orchestration_and_activity_as_they_are(string runtime)
    {
        var parcel = new Parcel("a \"quoted\" näme", 7, [1.5m, 2], Size.Large, new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(1)), null, new Dictionary<string, bool> { ["x"] = true });

        var passed = await RunAsync<Parcel>(runtime, nameof(InputAndOutputFunctions.PassParcel), parcel);

        Assert.Equal(parcel with { Weights = passed.Weights, Flags = passed.Flags }, passed);
        Assert.Equal(parcel.Weights, passed.Weights);
        Assert.Equal(parcel.Flags, passed.Flags);
    }

    [Theory, OnEachRuntime]
    public async Task Null_is_an_input_and_an_output(string runtime)
    {
        var ended = await RunAsync(runtime, nameof(InputAndOutputFunctions.PassNull));

        Assert.Equal("null null", ended.ReadOutputAs<string>());
        Assert.Null(ended.ReadInputAs<string>());
    }

    [Theory, OnEachRuntime]
    public async Task A_list_is_one_input_of_an_activity(string runtime) =>
        Assert.Equal(6, await RunAsync<int>(runtime, nameof(InputAndOutputFunctions.SumList), new[] { 1, 2, 3 }));

    [Theory, OnEachRuntime]
    public async Task An_orchestrator_that_returns_nothing_has_no_output(string runtime)
    {
        var ended = await RunAsync(runtime, nameof(InputAndOutputFunctions.ReturnNothing));

        Assert.Null(ended.ReadOutputAs<string>());
    }

    [Theory, OnEachRuntime]
    public async Task An_input_that_does_not_deserialize_fails_the_orchestration(string runtime) =>
        Assert.StartsWith("System.Text.Json.JsonException: ", await FailAsync(runtime, nameof(InputAndOutputFunctions.SumList), "no numbers"), StringComparison.Ordinal);

    [Theory, OnEachRuntime]
    public async Task The_output_of_a_failed_orchestration_is_the_type_and_message_of_its_exception(string runtime) =>
        Assert.Equal("System.FormatException: so bad", await FailAsync(runtime, nameof(InputAndOutputFunctions.Throw), "so bad"));

    [Theory, OnEachRuntime]
    public async Task Inputs_outputs_and_custom_status_are_read_only_when_asked_for(string runtime)
    {
        var id = (await RunAsync(runtime, nameof(InputAndOutputFunctions.Announce), "in")).InstanceId;
        var client = await ClientAsync(runtime);

        var bare = (await client.GetInstanceAsync(id))!;
        Assert.Equal((null, null, null), (bare.SerializedInput, bare.SerializedOutput, bare.SerializedCustomStatus));
        Assert.Throws<InvalidOperationException>(() => bare.ReadOutputAs<string>());

        var full = (await client.GetInstanceAsync(id, getInputsAndOutputs: true))!;
        Assert.Equal(("in", "out", "halfway"), (full.ReadInputAs<string>(), full.ReadOutputAs<string>(), full.ReadCustomStatusAs<string>()));
        Assert.Null(await client.GetInstanceAsync(NewId()));
    }

    public sealed record Parcel(string Name, int Number, IReadOnlyList<decimal> Weights, Size Size, DateTimeOffset At, Parcel? Inner, IReadOnlyDictionary<string, bool> Flags);

    public enum Size
    {
        Small,
        Large,
    }
}

public static class InputAndOutputFunctions
{
    [Function(nameof(PassParcel))]
    public static Task<InputAndOutputTests.Parcel> PassParcel([OrchestrationTrigger] TaskOrchestrationContext context) =>
        context.CallActivityAsync<InputAndOutputTests.Parcel>(nameof(EchoParcel), context.GetInput<InputAndOutputTests.Parcel>());

    [Function(nameof(EchoParcel))]
    public static InputAndOutputTests.Parcel EchoParcel([ActivityTrigger] InputAndOutputTests.Parcel parcel) => parcel;

    [Function(nameof(PassNull))]
    public static async Task<string> PassNull([OrchestrationTrigger] TaskOrchestrationContext context) =>
        $"{context.GetInput<string>() ?? "null"} {await context.CallActivityAsync<string?>(nameof(SharedFunctions.EchoText), null) ?? "null"}";

    [Function(nameof(SumList))]
    public static Task<int> SumList([OrchestrationTrigger] TaskOrchestrationContext context) => context.CallActivityAsync<int>(nameof(Sum), context.GetInput<List<int>>());

    [Function(nameof(Sum))]
    public static int Sum([ActivityTrigger] List<int> numbers) => numbers.Sum();

    [Function(nameof(ReturnNothing))]
    public static Task ReturnNothing([OrchestrationTrigger] TaskOrchestrationContext context) => context.CallActivityAsync(nameof(SharedFunctions.Twice), 1);

    [Function(nameof(Throw))]
    public static Task Throw([OrchestrationTrigger] TaskOrchestrationContext context) => throw new FormatException(context.GetInput<string>());

    [Function(nameof(Announce))]
    public static Task<string> Announce([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        context.SetCustomStatus("halfway");
        return Task.FromResult("out");
    }
}
