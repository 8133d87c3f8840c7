namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

/// <summary>Base of the attributes that mark a parameter that the runtime fills in.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public abstract class InputBindingAttribute : BindingAttribute;
