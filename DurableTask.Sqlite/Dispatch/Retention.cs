using DurableTask.Sqlite.Storage;
using Microsoft.Extensions.Logging;

namespace DurableTask.Sqlite.Dispatch;

/// <summary>Removes instances that ended long ago, at the start and every hour, so that the file stays bounded.</summary>
internal sealed partial class Retention(Hub hub, ILogger logger)
{
    private static readonly TimeSpan s_interval = TimeSpan.FromHours(1);

    public async Task RunAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(s_interval, hub.Settings.TimeProvider);
        try
        {
            do
            {
                try
                {
                    var tooOld = new PurgeCriteria { UpdatedBefore = hub.Envelopes.Now - hub.Settings.Retention };
                    if (await Purges.PurgeAllAsync(hub.Store, tooOld) is > 0 and var purged)
                    {
                        LogPurged(purged, hub.Settings.Retention);
                    }
                }
                catch (Exception exception) when (exception is not OperationCanceledException)
                {
                    LogFailed(hub.Settings.File, exception.Message);
                }
            }
            while (await timer.WaitForNextTickAsync(stopping));
        }
        catch (OperationCanceledException)
        {
            // The service stops.
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Removed {Count} instances that ended more than {Retention} ago")]
    private partial void LogPurged(int count, TimeSpan retention);

    [LoggerMessage(Level = LogLevel.Error, Message = "Ended instances could not be removed from {File}; tried again in an hour: {Cause}")]
    private partial void LogFailed(string file, string cause);
}
