namespace Stores.Core;

/// <summary>Input of an activity that makes something: whose, and by which operation.</summary>
/// <param name="Store">The store.</param>
/// <param name="Operation">The instance id of the operation, without which it must not be done any more.</param>
public record StepInput(StoreIdentity Store, string Operation);
