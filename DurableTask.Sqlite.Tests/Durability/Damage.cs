namespace DurableTask.Sqlite.Tests.Durability;

/// <summary>How a loss of power leaves the write-ahead log.</summary>
public enum Damage
{
    /// <summary>The log ends after a whole frame.</summary>
    Cut,

    /// <summary>The log ends within a frame.</summary>
    Torn,

    /// <summary>The last frame has its length, and wrong content.</summary>
    Garbled,
}
