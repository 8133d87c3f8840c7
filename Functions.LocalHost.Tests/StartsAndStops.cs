namespace Functions.LocalHost.Tests;

/// <summary>Tests with hosts of their own: one after the other, since each start wants a core.</summary>
public static class StartsAndStops
{
    public const string Name = "Starts and stops";
}
