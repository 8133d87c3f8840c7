namespace DurableTask.Sqlite;

/// <summary>What an acknowledged write survives; see https://sqlite.org/pragma.html#pragma_synchronous.</summary>
public enum SqliteSynchronous
{
    /// <summary>The end of the process, however it ends. After a loss of power the last acknowledged writes may be gone.</summary>
    Normal,

    /// <summary>A loss of power too.</summary>
    Full,
}
