using Microsoft.Azure.Functions.Worker.Middleware;

namespace Functions.LocalRuntime.Discovery;

/// <summary>A piece of middleware, in the order in which the app added it.</summary>
/// <param name="Wrap">Puts it around what comes after it.</param>
internal sealed record FunctionMiddleware(Func<FunctionExecutionDelegate, FunctionExecutionDelegate> Wrap);
