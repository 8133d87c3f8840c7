namespace DurableTask.Sqlite;

/// <summary>What this provider does not do.</summary>
internal static class Unsupported
{
    public const string Rewind =
        "Rewinding an orchestration is not supported by the SQLite provider: start it anew, under the same id if need be.";
}
