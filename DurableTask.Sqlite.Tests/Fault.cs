namespace DurableTask.Sqlite.Tests;

/// <summary>What happens to a write.</summary>
public enum Fault
{
    None,
    FailBefore,
    FailAfter,
    DieBefore,
    DieAfter,
}
