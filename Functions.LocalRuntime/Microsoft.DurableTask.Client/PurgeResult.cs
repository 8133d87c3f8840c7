namespace Microsoft.DurableTask.Client;

/// <summary>What a purge did.</summary>
/// <param name="count">Instances purged.</param>
public class PurgeResult(int count)
{
    /// <summary>Instances purged.</summary>
    public int PurgedInstanceCount { get; } = count;
}
