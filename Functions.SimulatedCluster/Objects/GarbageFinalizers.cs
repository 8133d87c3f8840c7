namespace Functions.SimulatedCluster.Objects;

/// <summary>Finalizers by which a deletion's propagation policy is told to the garbage collector.</summary>
internal static class GarbageFinalizers
{
    /// <summary>What is owned goes first.</summary>
    public const string Foreground = "foregroundDeletion";

    /// <summary>What is owned stays.</summary>
    public const string Orphan = "orphan";
}
