namespace Microsoft.Azure.Functions.Worker;

/// <summary>What key a caller of an HTTP function needs. Not enforced locally, as with func.</summary>
public enum AuthorizationLevel
{
    /// <summary>None.</summary>
    Anonymous = 0,

    /// <summary>A function's or the host's key.</summary>
    Function = 2,
}
