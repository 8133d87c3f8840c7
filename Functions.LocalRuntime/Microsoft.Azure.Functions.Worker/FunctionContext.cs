namespace Microsoft.Azure.Functions.Worker;

/// <summary>What is known of one invocation of a function.</summary>
public abstract class FunctionContext
{
    /// <summary>Unique for each invocation.</summary>
    public abstract string InvocationId { get; }

    /// <summary>The invocation's dependency-injection scope.</summary>
    public abstract IServiceProvider InstanceServices { get; set; }

    /// <summary>The function that runs.</summary>
    public abstract FunctionDefinition FunctionDefinition { get; }

    /// <summary>Values that middleware and the function share.</summary>
    public abstract IDictionary<object, object> Items { get; set; }

    /// <summary>Cancelled when the host stops.</summary>
    public virtual CancellationToken CancellationToken { get; }
}
