namespace Functions.Stores;

/// <summary>A step failed for a known reason. Thrown as one of the two kinds that say whether trying again can help.</summary>
public abstract class StoreFailureException(StoreFailure failure, Exception? cause) : Exception(failure.ToString(), cause)
{
    /// <summary>What failed and why.</summary>
    public StoreFailure Failure { get; } = failure;
}

/// <summary>
/// Trying again later can help: something could not be asked, or is in the way for now. What is merely not ready yet is a
/// <see cref="Look"/>.
/// </summary>
public sealed class TransientStoreFailureException(string reason, string message, Exception? cause = null)
    : StoreFailureException(new StoreFailure(reason, message), cause);

/// <summary>Trying again does not help: something must be changed first.</summary>
public sealed class PermanentStoreFailureException(string reason, string message, Exception? cause = null)
    : StoreFailureException(new StoreFailure(reason, message), cause);
