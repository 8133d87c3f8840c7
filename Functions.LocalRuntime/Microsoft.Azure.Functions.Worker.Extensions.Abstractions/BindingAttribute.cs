namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

/// <summary>Base of the attributes that mark a binding of a function.</summary>
[AttributeUsage(AttributeTargets.Method)]
public abstract class BindingAttribute : Attribute;
