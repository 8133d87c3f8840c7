using Functions.Conformance;


namespace Functions.IntegrationTests.Conformance;

public sealed class InputAndOutputTests : ConformanceTest
{
    [Conformance]
    public async Task Values_pass_through_orchestration_and_activity_as_they_are(string runtime)
    {
        var parcel = new Parcel(
            "a \"quoted\" näme", 7, [1.5m, 2], ParcelSize.Large, new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(1)), null,
            new Dictionary<string, bool> { ["x"] = true });

        var passed = await RunAsync<Parcel>(runtime, nameof(InputAndOutputFunctions.PassParcel), parcel);

        Assert.Equal(parcel with { Weights = passed.Weights, Flags = passed.Flags }, passed);
        Assert.Equal(parcel.Weights, passed.Weights);
        Assert.Equal(parcel.Flags, passed.Flags);
    }

    [Conformance]
    public async Task Null_is_an_input_and_an_output(string runtime)
    {
        var ended = await RunAsync(runtime, nameof(InputAndOutputFunctions.PassNull));

        Assert.Equal("null null", ended.ReadOutputAs<string>());
        Assert.Null(ended.ReadInputAs<string>());
    }

    [Conformance]
    public async Task A_list_is_one_input_of_an_activity(string runtime) =>
        Assert.Equal(6, await RunAsync<int>(runtime, nameof(InputAndOutputFunctions.SumList), new[] { 1, 2, 3 }));

    [Conformance]
    public async Task An_orchestrator_that_returns_nothing_has_no_output(string runtime)
    {
        var ended = await RunAsync(runtime, nameof(InputAndOutputFunctions.ReturnNothing));

        Assert.Null(ended.ReadOutputAs<string>());
    }

    [Conformance]
    public async Task An_input_that_does_not_deserialize_fails_the_orchestration(string runtime) =>
        Assert.StartsWith(
            "System.Text.Json.JsonException: ",
            await FailAsync(runtime, nameof(InputAndOutputFunctions.SumList), "no numbers"),
            StringComparison.Ordinal);

    [Conformance]
    public async Task The_output_of_a_failed_orchestration_is_the_type_and_message_of_its_exception(string runtime) =>
        Assert.Equal("System.FormatException: so bad", await FailAsync(runtime, nameof(InputAndOutputFunctions.Throw), "so bad"));

    [Conformance]
    public async Task Inputs_outputs_and_custom_status_are_read_only_when_asked_for(string runtime)
    {
        var id = (await RunAsync(runtime, nameof(InputAndOutputFunctions.Announce), "in")).InstanceId;
        var client = await ClientAsync(runtime);

        var bare = (await client.GetInstanceAsync(id))!;
        Assert.Equal((null, null, null), (bare.SerializedInput, bare.SerializedOutput, bare.SerializedCustomStatus));
        Assert.Throws<InvalidOperationException>(() => bare.ReadOutputAs<string>());

        var full = (await client.GetInstanceAsync(id, getInputsAndOutputs: true))!;
        Assert.Equal(
            ("in", "out", "halfway"), (full.ReadInputAs<string>(), full.ReadOutputAs<string>(), full.ReadCustomStatusAs<string>()));
        Assert.Null(await client.GetInstanceAsync(NewId()));
    }
}
