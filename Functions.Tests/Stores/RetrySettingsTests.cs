using Functions.Stores;

namespace Functions.Tests.Stores;

public sealed class RetrySettingsTests
{
    private static readonly RetrySettings s_settings = new() { MaxAttempts = 9, FirstInterval = TimeSpan.FromSeconds(2), MaxInterval = TimeSpan.FromSeconds(5) };

    [Theory]
    [InlineData(null, 60, 9, 60)]
    [InlineData(30, 60, 9, 30)]
    [InlineData(30, 20, 9, 20)]
    [InlineData(30, 2, 9, 2)]
    [InlineData(30, 1, 1, null)]
    [InlineData(null, 0, 1, null)]
    [InlineData(30, -5, 1, null)]
    public void What_is_left_of_a_longer_wait_bounds_it_and_one_try_is_always_made(int? deadline, int left, int attempts, int? expected)
    {
        var within = (s_settings with { Deadline = Seconds(deadline) }).Within(TimeSpan.FromSeconds(left));

        Assert.Equal((attempts, Seconds(expected)), (within.MaxAttempts, within.Deadline));
        Assert.Empty(within.FindErrors());
    }

    private static TimeSpan? Seconds(int? seconds) => seconds is { } some ? TimeSpan.FromSeconds(some) : null;
}
