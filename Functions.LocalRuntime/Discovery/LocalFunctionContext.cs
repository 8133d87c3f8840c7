using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Functions.LocalRuntime.Discovery;

/// <summary>The context of one invocation.</summary>
internal sealed class LocalFunctionContext(FunctionDescriptor function, IServiceProvider services, HttpContext? http, CancellationToken cancellationToken) : FunctionContext
{
    public override string InvocationId { get; } = Guid.NewGuid().ToString();

    public override IServiceProvider InstanceServices { get; set; } = services;

    public override FunctionDefinition FunctionDefinition { get; } = new Definition(function.Name);

    public override IDictionary<object, object> Items { get; set; } = new Dictionary<object, object>();

    public override CancellationToken CancellationToken => cancellationToken;

    public HttpContext? HttpContext => http;

    private sealed class Definition(string name) : FunctionDefinition
    {
        public override string Name => name;
    }
}
