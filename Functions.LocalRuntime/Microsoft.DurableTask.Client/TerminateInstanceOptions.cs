namespace Microsoft.DurableTask.Client;

/// <summary>How an instance is terminated.</summary>
/// <param name="Output">Becomes its output.</param>
/// <param name="Recursive">Its children too; ignored.</param>
public record TerminateInstanceOptions(object? Output = null, bool Recursive = false);
