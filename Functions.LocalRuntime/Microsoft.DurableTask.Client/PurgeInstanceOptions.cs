namespace Microsoft.DurableTask.Client;

/// <summary>How an instance is purged.</summary>
/// <param name="Recursive">Its children too; ignored.</param>
public record PurgeInstanceOptions(bool Recursive = false);
