using Stores.Core;

namespace Stores.Releases;

/// <summary>Input of <c>InstallRelease</c>.</summary>
/// <param name="Store">Whose release.</param>
/// <param name="Operation">The instance id of the operation that installs it.</param>
/// <param name="Spec">What the release is made of.</param>
/// <param name="IsRunning">Whether the store has run, so that what is there may hold a shop's data.</param>
public sealed record InstallReleaseInput(
    StoreIdentity Store, string Operation, StoreSpec Spec, bool IsRunning = false) : StepInput(Store, Operation);
