using Functions.Stores;

namespace Functions.Activities;

/// <summary>Input of an activity that looks whether something is ready.</summary>
/// <param name="Store">Whose.</param>
/// <param name="Settings">When to give up early.</param>
public sealed record ReadinessInput(StoreIdentity Store, ReadinessSettings Settings);
