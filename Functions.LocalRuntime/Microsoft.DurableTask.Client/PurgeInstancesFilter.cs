namespace Microsoft.DurableTask.Client;

/// <summary>Which instances to purge. Always name statuses that are an end: on Azure Storage a filter without any purges running instances and entities too.</summary>
/// <param name="CreatedFrom">Created at or after this time.</param>
/// <param name="CreatedTo">Created at or before this time.</param>
/// <param name="Statuses">The statuses.</param>
public record PurgeInstancesFilter(DateTimeOffset? CreatedFrom = null, DateTimeOffset? CreatedTo = null, IEnumerable<OrchestrationRuntimeStatus>? Statuses = null);
