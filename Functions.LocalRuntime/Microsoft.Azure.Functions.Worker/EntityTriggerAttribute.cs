using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Marks the dispatcher of an entity function.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class EntityTriggerAttribute : TriggerBindingAttribute;
