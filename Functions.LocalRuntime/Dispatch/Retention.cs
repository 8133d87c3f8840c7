using Functions.LocalRuntime.Storage;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Functions.LocalRuntime.Dispatch;

/// <summary>Removes instances that ended long ago, at the start and every hour, so that the file stays bounded.</summary>
internal sealed partial class Retention(ITaskStore store, LocalRuntimeOptions options, TimeProvider clock, ILogger<Retention> logger) : BackgroundService
{
    private const int Batch = 200;
    private static readonly TimeSpan s_interval = TimeSpan.FromHours(1);

    /// <summary>Removes what is too old now.</summary>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var purged = 0;
        for (var last = Batch; last == Batch && !cancellationToken.IsCancellationRequested; purged += last)
        {
            last = await store.PurgeAsync(new PurgeInstancesFilter(), clock.GetUtcNow().UtcDateTime - options.Retention, Batch);
        }

        return purged;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_interval, clock);
        do
        {
            try
            {
                if (await SweepAsync(stoppingToken) is > 0 and var purged)
                {
                    LogPurged(purged, options.Retention);
                }
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                LogFailed(options.StateFile, exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Removed {Count} orchestrations that ended more than {Retention} ago")]
    private partial void LogPurged(int count, TimeSpan retention);

    [LoggerMessage(Level = LogLevel.Error, Message = "Ended orchestrations could not be removed from {File}; tried again in an hour")]
    private partial void LogFailed(string file, Exception exception);
}
