using Stores.Core;

namespace Functions.Tests.Stores.Core;

public sealed class RetrySettingsTests
{
    private static readonly RetrySettings s_settings =
        new() { MaxAttempts = 9, FirstInterval = TimeSpan.FromSeconds(2), MaxInterval = TimeSpan.FromSeconds(5) };

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

    [Theory]
    [InlineData(0, 2)]
    [InlineData(1, 3)]
    [InlineData(2, 4.5)]
    [InlineData(3, 5)]
    [InlineData(5000, 5)]
    public void Delays_grow_up_to_the_longest(int retry, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), (s_settings with { BackoffCoefficient = 1.5 }).DelayBefore(retry));

    [Theory]
    [InlineData(0, 0, 9, 2, 30)]
    [InlineData(1, 4, 8, 3, 26)]
    [InlineData(7, 24, 2, 5, 6)]
    [InlineData(7, 26, 1, 5, null)]
    [InlineData(9, 10, 1, 5, 20)]
    public void What_some_tries_have_left_is_fewer_of_them_further_apart_and_less_time(
        int tries, int elapsed, int attempts, double first, int? deadline)
    {
        var left = (s_settings with { BackoffCoefficient = 1.5, Deadline = TimeSpan.FromSeconds(30) })
            .After(tries, TimeSpan.FromSeconds(elapsed));

        Assert.Equal((attempts, TimeSpan.FromSeconds(first), Seconds(deadline)), (left.MaxAttempts, left.FirstInterval, left.Deadline));
        Assert.Empty(left.FindErrors());
    }

    private static TimeSpan? Seconds(int? seconds) => seconds is { } some ? TimeSpan.FromSeconds(some) : null;
}
