namespace Functions.Stores;

/// <summary>How operations are run. Travels with each request, so that a running operation keeps the settings that it began with.</summary>
public sealed record OperationSettings
{
    // The chart's own limit, by its schema.
    private static readonly TimeSpan s_longestDatabaseWait = TimeSpan.FromDays(1);

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

    /// <summary>Every rule that is broken, each named by its key; empty when all hold.</summary>
    public IEnumerable<string> FindErrors()
    {
        if (Slots is < 1 or > 100)
        {
            yield return $"{nameof(Slots)} must be 1 to 100.";
        }

        if (SlotPoll < TimeSpan.FromMilliseconds(100))
        {
            yield return $"{nameof(SlotPoll)} must be at least 00:00:00.1.";
        }

        if (MostWaiting is < 0 or > 1000)
        {
            yield return $"{nameof(MostWaiting)} must be 0 to 1000.";
        }

        if (LeaseDuration < SlotPoll * 2)
        {
            yield return $"{nameof(LeaseDuration)} must be at least twice {nameof(SlotPoll)}.";
        }

        if (StoresPerOwner < 1)
        {
            yield return $"{nameof(StoresPerOwner)} must be at least 1.";
        }

        if (CreationCoolDown < TimeSpan.Zero)
        {
            yield return $"{nameof(CreationCoolDown)} must be zero or more.";
        }

        if (KeepFailed < TimeSpan.FromSeconds(1))
        {
            yield return $"{nameof(KeepFailed)} must be at least 00:00:01.";
        }

        if (StuckAfter < TimeSpan.FromSeconds(1))
        {
            yield return $"{nameof(StuckAfter)} must be at least 00:00:01.";
        }

        foreach (var error in Readiness.FindErrors())
        {
            yield return $"{nameof(Readiness)}:{error}";
        }

        if (Database.Deadline > s_longestDatabaseWait)
        {
            yield return $"{nameof(Database)}:{nameof(Database.Deadline)} must be at most {s_longestDatabaseWait}: "
                + "the chart waits as long.";
        }

        var retries = new[]
        {
            (nameof(Steps), Steps), (nameof(Release), Release), (nameof(ShopCheckWait), ShopCheckWait), (nameof(Database), Database),
            (nameof(Workloads), Workloads), (nameof(Absence), Absence), (nameof(Credentials), Credentials),
        };
        foreach (var error in retries.SelectMany(retry => retry.Item2.FindErrors().Select(error => $"{retry.Item1}:{error}")))
        {
            yield return error;
        }
    }
}
