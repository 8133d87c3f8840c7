namespace Microsoft.DurableTask.Client;

/// <summary>Which orchestrations to list.</summary>
/// <param name="CreatedFrom">Only those started then or later.</param>
/// <param name="CreatedTo">Only those started then or earlier.</param>
/// <param name="Statuses">Only these states; null for all.</param>
/// <param name="TaskHubNames">Not used by this runtime, which has one hub.</param>
/// <param name="InstanceIdPrefix">Only ids that begin so.</param>
/// <param name="PageSize">Results a page.</param>
/// <param name="FetchInputsAndOutputs">Whether inputs, outputs and custom status come with it.</param>
/// <param name="ContinuationToken">Where to go on.</param>
public record OrchestrationQuery(
    DateTimeOffset? CreatedFrom = null, DateTimeOffset? CreatedTo = null, IEnumerable<OrchestrationRuntimeStatus>? Statuses = null,
    IEnumerable<string>? TaskHubNames = null, string? InstanceIdPrefix = null, int PageSize = OrchestrationQuery.DefaultPageSize,
    bool FetchInputsAndOutputs = false, string? ContinuationToken = null)
{
    /// <summary>Results a page when not said otherwise.</summary>
    public const int DefaultPageSize = 100;
}
