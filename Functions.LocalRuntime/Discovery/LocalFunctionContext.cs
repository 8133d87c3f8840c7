using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Functions.LocalRuntime.Discovery;

/// <summary>The context of one invocation.</summary>
internal sealed class LocalFunctionContext(string function, FunctionMethod method, object? triggerValue, IServiceProvider services, CancellationToken cancellationToken) : FunctionContext
{
    public override string InvocationId => field ??= Guid.NewGuid().ToString();

    public override IServiceProvider InstanceServices { get; set; } = services;

    public override FunctionDefinition FunctionDefinition => field ??= new Definition(function);

    public override IDictionary<object, object> Items
    {
        get => field ??= new Dictionary<object, object>();
        set;
    }

    public override CancellationToken CancellationToken => cancellationToken;

    public object? TriggerValue => triggerValue;

    public HttpContext? HttpContext => (triggerValue as HttpRequest)?.HttpContext;

    /// <summary>What the method returned.</summary>
    public object? Result { get; private set; }

    /// <summary>Calls the method: the innermost of the pipeline.</summary>
    public async Task RunAsync() => Result = await method.InvokeAsync(this);

    private sealed class Definition(string name) : FunctionDefinition
    {
        public override string Name => name;
    }
}
