using Stores.Core;
using Stores.Lifecycle;
using Stores.Removal;

namespace Functions.Kubernetes.Removal;

/// <summary>The finalizers of what keeps a namespace from ending.</summary>
public interface INamespaceFinalizers
{
    /// <summary>
    /// Strips them from the objects that the conditions of the store's terminating namespace name, save those that
    /// <see cref="FinalizerPolicy"/> refuses.
    /// </summary>
    /// <exception cref="TransientStoreFailureException">The cluster could not be asked.</exception>
    /// <exception cref="PermanentStoreFailureException">
    /// NamespaceNotTerminating: there is no such namespace, or it is not being deleted. RoleGone: the account has no rights in it any more;
    /// the message says what an administrator has to run.
    /// </exception>
    Task<StripResult> StripAsync(StoreIdentity store, CancellationToken cancellationToken);
}
