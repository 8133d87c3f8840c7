namespace Functions.LocalRuntime.Storage;

/// <summary>What an acknowledged write survives; see https://sqlite.org/pragma.html#pragma_synchronous.</summary>
internal enum StateSynchronous
{
    /// <summary>The end of the process. After a loss of power the last acknowledged writes may be gone.</summary>
    Normal,

    /// <summary>A loss of power too.</summary>
    Full,
}
