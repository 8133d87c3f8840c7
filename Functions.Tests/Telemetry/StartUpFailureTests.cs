using Functions.Telemetry;
using Microsoft.Extensions.Options;

namespace Functions.Tests.Telemetry;

public sealed class StartUpFailureTests
{
    private static readonly OptionsValidationException s_slots = new(
        "", typeof(string), ["Operations:Slots must be 1 to 100.", "Operations:SlotPoll must\nbe longer."]);

    [Fact]
    public void Every_wrong_setting_is_in_one_line() => Assert.Equal(
        "The app cannot start: Operations:Slots must be 1 to 100. Operations:SlotPoll must be longer. No cluster.",
        StartUpFailure.Explain(new AggregateException(s_slots, new InvalidOperationException("No cluster."))));

    [Fact]
    public void What_nobody_has_foreseen_keeps_its_trace()
    {
        Assert.Null(StartUpFailure.Explain(new NotSupportedException()));
        Assert.Null(StartUpFailure.Explain(new AggregateException(s_slots, new NotSupportedException())));
    }
}
