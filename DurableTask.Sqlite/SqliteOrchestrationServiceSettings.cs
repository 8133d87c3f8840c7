using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace DurableTask.Sqlite;

/// <summary>Settings of a <see cref="SqliteOrchestrationService"/>; read when it is made.</summary>
public sealed class SqliteOrchestrationServiceSettings
{
    /// <summary>The file of the state; made, with its folder, when it is missing. Its lock, log and index lie beside it.</summary>
    public required string File { get; init; }

    /// <summary>What an acknowledged write survives.</summary>
    public SqliteSynchronous Synchronous { get; init; } = SqliteSynchronous.Full;

    /// <summary>How long an instance is kept after its end; more than zero.</summary>
    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How many orchestrations work at a time; at least 1.</summary>
    public int MaxConcurrentOrchestrations { get; init; } = 100;

    /// <summary>How many activities run at a time; at least 1.</summary>
    public int MaxConcurrentActivities { get; init; } = 100;

    /// <summary>How many entities work at a time; at least 1.</summary>
    public int MaxConcurrentEntities { get; init; } = 100;

    /// <summary>How many operations an entity takes in at a time; at least 1. The state is stored after each such batch.</summary>
    public int MaxEntityOperationBatchSize { get; init; } = 5000;

    /// <summary>
    /// How long a worker keeps an orchestration after a turn in case that more comes for it, which spares a replay; zero for not at all.
    /// What waits so counts against <see cref="MaxConcurrentOrchestrations"/>.
    /// </summary>
    public TimeSpan ExtendedSessionIdleTimeout { get; init; } = TimeSpan.Zero;

    /// <summary>How many characters of history may be kept in memory, so that a turn need not read them; at least 0.</summary>
    public long HistoryCacheSize { get; init; } = 32L << 20;

    /// <summary>By whose time timers, delayed signals and starts come due, and ended instances grow old.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Where the service logs, under category DurableTask.Sqlite.</summary>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    internal void Validate()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(File);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(Retention, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxConcurrentOrchestrations, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxConcurrentActivities, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxConcurrentEntities, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxEntityOperationBatchSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(ExtendedSessionIdleTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfNegative(HistoryCacheSize);
    }
}
