namespace Microsoft.Azure.Functions.Worker.Http;

/// <summary>Marks a parameter that is read from the request's JSON body.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public class FromBodyAttribute : Attribute;
