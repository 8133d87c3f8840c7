namespace Functions.SimulatedCluster.Lifecycle;

/// <summary>A Job as its controller finds it.</summary>
/// <param name="Completions">Successes wanted.</param>
/// <param name="Parallelism">Pods at a time.</param>
/// <param name="BackoffLimit">Failures borne.</param>
/// <param name="Suspended">Whether nothing is to run.</param>
/// <param name="ActiveDeadlineSeconds">How long it may run; null for ever.</param>
/// <param name="Age">How long it has run.</param>
/// <param name="Active">Pods that run or will.</param>
/// <param name="Succeeded">Pods that did.</param>
/// <param name="Failed">Pods that failed.</param>
/// <param name="Restarts">Restarts of the active pods' containers, which count as failures.</param>
internal sealed record JobState(
    int Completions, int Parallelism, int BackoffLimit, bool Suspended, int? ActiveDeadlineSeconds, TimeSpan Age, int Active, int Succeeded,
    int Failed, int Restarts);

/// <summary>What a Job's controller does next.</summary>
/// <param name="Pods">Pods to make; to delete when negative.</param>
/// <param name="Finished">The condition that ends the Job.</param>
/// <param name="LookAgain">When to look again though nothing changes.</param>
internal sealed record JobDecision(int Pods, (string Type, string Reason, string Message)? Finished = null, TimeSpan? LookAgain = null)
{
    public static JobDecision Of(JobState job)
    {
        var left = job.ActiveDeadlineSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) - job.Age : (TimeSpan?)null;
        return job switch
        {
            _ when job.Succeeded >= job.Completions =>
                new JobDecision(0, ("Complete", "CompletionsReached", "Reached expected number of succeeded pods")),
            _ when job.Failed > job.BackoffLimit || (job.Restarts > 0 && job.Failed + job.Restarts > job.BackoffLimit) =>
                new JobDecision(0, ("Failed", "BackoffLimitExceeded", "Job has reached the specified backoff limit")),
            _ when left <= TimeSpan.Zero =>
                new JobDecision(0, ("Failed", "DeadlineExceeded", "Job was active longer than specified deadline")),
            { Suspended: true } => new JobDecision(-job.Active),
            _ => new JobDecision(Math.Min(job.Parallelism, job.Completions - job.Succeeded) - job.Active, LookAgain: left),
        };
    }
}
