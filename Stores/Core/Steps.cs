namespace Stores.Core;

/// <summary>Names of steps that are not activities; those of activities are theirs: <see cref="ActivityNames"/>.</summary>
public static class Steps
{
    /// <summary>Waiting for a provisioning slot.</summary>
    public const string AwaitSlot = nameof(AwaitSlot);

    /// <summary>What a sweep found of a store that no operation was at work on.</summary>
    public const string Sweep = nameof(Sweep);
}
