using Functions.LocalRuntime.Discovery;
using Microsoft.AspNetCore.Http;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>HTTP in a function's context.</summary>
public static class FunctionContextExtensions
{
    /// <summary>The request's HttpContext; null when the function was not triggered by HTTP.</summary>
    public static HttpContext? GetHttpContext(this FunctionContext context) => (context as LocalFunctionContext)?.HttpContext;
}
