using System.Reflection;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Functions.IntegrationTests.InProcess;

/// <summary>One method with a <c>[Function]</c> attribute and the parameter that triggers it.</summary>
internal sealed record FunctionDescriptor(string Name, MethodInfo Method, TriggerBindingAttribute Trigger, ParameterInfo TriggerParameter);
