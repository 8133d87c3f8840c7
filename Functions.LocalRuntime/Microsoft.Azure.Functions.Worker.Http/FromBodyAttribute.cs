using Functions.LocalRuntime.Triggers;
using Microsoft.Azure.Functions.Worker.Converters;

namespace Microsoft.Azure.Functions.Worker.Http;

/// <summary>The parameter is the request's body, read as JSON.</summary>
public class FromBodyAttribute() : InputConverterAttribute(typeof(HttpValues));
