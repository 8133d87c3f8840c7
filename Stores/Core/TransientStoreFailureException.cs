namespace Stores.Core;

/// <summary>
/// Trying again later can help: something could not be asked, or is in the way for now. What is merely not ready yet is a
/// <see cref="Look"/>.
/// </summary>
public sealed class TransientStoreFailureException(string reason, string message, Exception? cause = null)
    : StoreFailureException(new StoreFailure(reason, message), cause);
