namespace Stores.Core;

/// <summary>A step failed for a known reason. Thrown as one of the two kinds that say whether trying again can help.</summary>
public abstract class StoreFailureException(StoreFailure failure, Exception? cause) : Exception(failure.Serialize(), cause)
{
    /// <summary>What failed and why.</summary>
    public StoreFailure Failure { get; } = failure;
}
