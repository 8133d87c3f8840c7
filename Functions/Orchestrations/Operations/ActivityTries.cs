using Microsoft.DurableTask;
using Stores.Core;

namespace Functions.Orchestrations.Operations;

/// <summary>
/// The tries that an orchestration gives one activity, with exponential backoff on durable timers. A try is a call that failed for a
/// passing reason, or a look that saw "not yet"; a worker that died during the activity uses up none.
/// </summary>
/// <param name="context">The orchestration.</param>
/// <param name="settings">How many, and how far apart.</param>
/// <param name="cancelled">Ends them between two; null for nothing that does.</param>
internal sealed class ActivityTries(TaskOrchestrationContext context, RetrySettings settings, Task? cancelled = null)
{
    /// <summary>Deaths of the worker that one activity is forgiven: one that brings them about itself must come to an end.</summary>
    public const int MostDeaths = 10;

    // A host takes seconds to start another worker, and more each time.
    private static readonly RetrySettings s_afterDeath = new()
    {
        MaxAttempts = MostDeaths,
        FirstInterval = TimeSpan.FromSeconds(1),
        BackoffCoefficient = 2,
        MaxInterval = TimeSpan.FromSeconds(30),
    };

    private readonly DateTime _began = context.CurrentUtcDateTime;
    private int _used;
    private int _deaths;

    private bool IsCancelled => cancelled?.IsCompleted == true;

    /// <summary>Calls the activity until it succeeds.</summary>
    /// <exception cref="TaskFailedException">It failed for good, or as often as it may: <see cref="ActivityFailure.Of"/>.</exception>
    public async Task<T> CallAsync<T>(string activity, object? input)
    {
        while (_deaths < MostDeaths)
        {
            try
            {
                return await context.CallActivityAsync<T>(activity, input, Left());
            }
            catch (TaskFailedException failed) when (ActivityFailure.IsWorkersDeath(failed.FailureDetails) && !IsCancelled)
            {
                await WaitAsync(s_afterDeath.DelayBefore(_deaths++));
                if (IsCancelled)
                {
                    throw;
                }
            }
        }

        return await context.CallActivityAsync<T>(activity, input, Left());
    }

    /// <summary>Calls an activity that looks until it has seen what is waited for, or that it will not come.</summary>
    /// <param name="activity">Its name.</param>
    /// <param name="input">Of the first look.</param>
    /// <param name="next">Makes the next look's input out of what the last one saw; null for the same each time.</param>
    /// <returns>The last look; "not yet" when the tries are over or were cancelled.</returns>
    /// <exception cref="TaskFailedException">It could not look.</exception>
    public async Task<Look<T>> AwaitAsync<T>(string activity, object? input, Func<Look, object?>? next = null)
    {
        var look = await LookAsync<T>(activity, input);
        while (look.State == LookState.NotYet)
        {
            input = next is null ? input : next(look);
            if (!await MayLookAgainAsync())
            {
                break;
            }

            look = await LookAsync<T>(activity, input);
        }

        return look;
    }

    // In a history of an older build, an activity that did not look then has succeeded with nothing to say.
    private async Task<Look<T>> LookAsync<T>(string activity, object? input) =>
        await CallAsync<Look<T>?>(activity, input) ?? new(LookState.Done, default);

    private async Task<bool> MayLookAgainAsync()
    {
        _used++;
        if (IsCancelled || _used >= settings.MaxAttempts || context.CurrentUtcDateTime - _began >= settings.Deadline)
        {
            return false;
        }

        await WaitAsync(settings.DelayBefore(_used - 1));
        return !IsCancelled;
    }

    // What is left of the tries, as a policy that counts what it uses of them.
    private TaskOptions Left()
    {
        var left = settings.After(_used, context.CurrentUtcDateTime - _began);
        return TaskOptions.FromRetryPolicy(
            new RetryPolicy(left.MaxAttempts, left.FirstInterval, left.BackoffCoefficient, left.MaxInterval, left.Deadline)
            {
                // Asked at each failure, on replay too.
                HandleFailure = failure =>
                {
                    if (ActivityFailure.IsWorkersDeath(failure))
                    {
                        return false;
                    }

                    _used++;
                    return !IsCancelled && !failure.IsCausedBy<PermanentStoreFailureException>();
                },
            });
    }

    private async Task WaitAsync(TimeSpan delay)
    {
        using var enough = new CancellationTokenSource();
        var timer = context.CreateTimer(delay, enough.Token);
        await (cancelled is null ? timer : Task.WhenAny(timer, cancelled));
        // An open timer would keep the orchestration from completing.
        enough.Cancel();
    }
}
