namespace Stores.Core;

/// <summary>Trying again does not help: something must be changed first.</summary>
public sealed class PermanentStoreFailureException(string reason, string message, Exception? cause = null)
    : StoreFailureException(new StoreFailure(reason, message), cause);
