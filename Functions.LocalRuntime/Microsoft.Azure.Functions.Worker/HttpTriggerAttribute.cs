using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Marks the request of an HTTP function.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class HttpTriggerAttribute : TriggerBindingAttribute
{
    /// <summary>An HTTP function.</summary>
    /// <param name="authLevel">What key a caller needs.</param>
    /// <param name="methods">HTTP methods; all when there are none.</param>
    public HttpTriggerAttribute(AuthorizationLevel authLevel, params string[] methods)
    {
        AuthLevel = authLevel;
        Methods = methods;
    }

    /// <summary>The route below the route prefix; the function's name when left out.</summary>
    public string? Route { get; set; }

    /// <summary>HTTP methods.</summary>
    public string[]? Methods { get; private set; }

    /// <summary>What key a caller needs.</summary>
    public AuthorizationLevel AuthLevel { get; private set; }
}
