using System.Reflection;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Functions.LocalRuntime.Discovery;

/// <summary>One method with a <c>[Function]</c> attribute and the parameter that triggers it.</summary>
/// <param name="Name">The function's name; orchestrator, activity and entity names may be set apart by their trigger.</param>
/// <param name="Method">Static, or an instance method of a class that dependency injection can construct.</param>
/// <param name="Trigger">The attribute on <paramref name="TriggerParameter"/>.</param>
/// <param name="TriggerParameter">The parameter that receives what triggered the function.</param>
internal sealed record FunctionDescriptor(
    string Name, MethodInfo Method, TriggerBindingAttribute Trigger, ParameterInfo TriggerParameter);
