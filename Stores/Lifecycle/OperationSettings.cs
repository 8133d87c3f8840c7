using Stores.Core;
using Stores.Readiness;

namespace Stores.Lifecycle;

/// <summary>How operations are run. Travels with each request, so that a running operation keeps the settings that it began with.</summary>
public sealed record OperationSettings : ISettings
{
    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan s_day = TimeSpan.FromDays(1);
    private static readonly TimeSpan s_month = TimeSpan.FromDays(30);

    /// <summary>How many stores may be provisioned at once.</summary>
    public int Slots { get; init; } = 2;

    /// <summary>How long a waiter trusts that it will be told of its slot before it asks again.</summary>
    public TimeSpan SlotPoll { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How many may wait for a slot; more are refused.</summary>
    public int MostWaiting { get; init; } = 20;

    /// <summary>How long a slot is held without a sign of life; then whoever asks next looks whether its holder still runs.</summary>
    public TimeSpan LeaseDuration { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How many stores an owner may have at once.</summary>
    public int StoresPerOwner { get; init; } = 5;

    /// <summary>How long after one creation an owner's next may follow; zero for at once.</summary>
    public TimeSpan CreationCoolDown { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long what a failed provision made is kept for debugging where that was asked for.</summary>
    public TimeSpan KeepFailed { get; init; } = TimeSpan.FromHours(24);

    /// <summary>For steps that fail for a passing reason: cluster or vault out of reach, helm cut short.</summary>
    public RetrySettings Steps { get; init; } =
        new() { MaxAttempts = 6, FirstInterval = TimeSpan.FromSeconds(2), BackoffCoefficient = 2, MaxInterval = TimeSpan.FromSeconds(30) };

    /// <summary>For the passwords: a role that was just given on a vault takes up to ten minutes until all of it knows.</summary>
    public RetrySettings Credentials { get; init; } = new()
    {
        MaxAttempts = 40,
        FirstInterval = TimeSpan.FromSeconds(2),
        BackoffCoefficient = 1.5,
        MaxInterval = TimeSpan.FromSeconds(20),
        Deadline = TimeSpan.FromMinutes(10),
    };

    /// <summary>
    /// For the release: its tries must outlast helm's time limit, since a helm that was cut off holds the release for that long.
    /// </summary>
    public RetrySettings Release { get; init; } = new()
    {
        MaxAttempts = 16,
        FirstInterval = TimeSpan.FromSeconds(2),
        BackoffCoefficient = 1.5,
        MaxInterval = TimeSpan.FromSeconds(15),
    };

    /// <summary>When to give up waiting for a store.</summary>
    public ReadinessSettings Readiness { get; init; } = new();

    /// <summary>Whether a store counts as ready only after its shop check has passed.</summary>
    public bool ShopCheck { get; init; } = true;

    /// <summary>For the end of the shop check.</summary>
    public RetrySettings ShopCheckWait { get; init; } = new()
    {
        MaxAttempts = 60,
        FirstInterval = TimeSpan.FromSeconds(2),
        BackoffCoefficient = 1.5,
        MaxInterval = TimeSpan.FromSeconds(10),
        Deadline = TimeSpan.FromMinutes(6),
    };

    /// <summary>For the database's readiness: as long as the wait for all, lest it ends before a grace does.</summary>
    public RetrySettings Database { get; init; } = new()
    {
        MaxAttempts = 90,
        FirstInterval = TimeSpan.FromSeconds(3),
        BackoffCoefficient = 1.5,
        MaxInterval = TimeSpan.FromSeconds(15),
        Deadline = TimeSpan.FromMinutes(15),
    };

    /// <summary>For the readiness of all workloads and the address.</summary>
    public RetrySettings Workloads { get; init; } = new()
    {
        MaxAttempts = 90,
        FirstInterval = TimeSpan.FromSeconds(2),
        BackoffCoefficient = 1.5,
        MaxInterval = TimeSpan.FromSeconds(15),
        Deadline = TimeSpan.FromMinutes(15),
    };

    /// <summary>For the looks at what a deletion has left; they end when these are over or <see cref="StuckAfter"/> has passed.</summary>
    public RetrySettings Absence { get; init; } = new()
    {
        MaxAttempts = 1000,
        FirstInterval = TimeSpan.FromSeconds(1),
        BackoffCoefficient = 1.5,
        MaxInterval = TimeSpan.FromSeconds(15),
    };

    /// <summary>How long a namespace or a volume may take to go before its deletion has failed and an operator is called.</summary>
    public TimeSpan StuckAfter { get; init; } = TimeSpan.FromMinutes(15);

    /// <inheritdoc/>
    public IEnumerable<string> FindErrors() =>
    [
        .. SettingRange.Check<int>(nameof(Slots), Slots, 1, 100),
        .. SettingRange.Check<TimeSpan>(nameof(SlotPoll), SlotPoll, TimeSpan.FromMilliseconds(100), s_hour),
        .. SettingRange.Check<int>(nameof(MostWaiting), MostWaiting, 0, 1000),
        .. SettingRange.Check<TimeSpan>(nameof(LeaseDuration), LeaseDuration, Twice(SlotPoll), s_day),
        .. SettingRange.Check<int>(nameof(StoresPerOwner), StoresPerOwner, 1, 100_000),
        .. SettingRange.Check<TimeSpan>(nameof(CreationCoolDown), CreationCoolDown, TimeSpan.Zero, s_day),
        .. SettingRange.Check<TimeSpan>(nameof(KeepFailed), KeepFailed, TimeSpan.FromSeconds(1), s_month),
        .. SettingRange.Check<TimeSpan>(nameof(StuckAfter), StuckAfter, TimeSpan.FromSeconds(1), s_day),
        .. Named(nameof(Readiness), Readiness), .. Named(nameof(Steps), Steps), .. Named(nameof(Credentials), Credentials),
        .. Named(nameof(Release), Release), .. Named(nameof(Database), Database), .. Named(nameof(Workloads), Workloads),
        .. Named(nameof(ShopCheckWait), ShopCheckWait), .. Named(nameof(Absence), Absence),
    ];

    // Any time at all may be set, also one whose double is none.
    private static TimeSpan Twice(TimeSpan time) => time > s_day ? TimeSpan.MaxValue : time < TimeSpan.Zero ? TimeSpan.Zero : time * 2;

    private static IEnumerable<string> Named(string key, ISettings settings) => settings.FindErrors().Select(error => $"{key}:{error}");
}
