using System.ComponentModel;
using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker.Http;

namespace Functions.LocalRuntime.Triggers;

/// <summary>Binds a function's parameters to the route, the query and the body of a request.</summary>
internal static class HttpValues
{
    private static readonly object s_body = new();

    /// <summary>Whether a route or query value can become this type.</summary>
    public static bool CanBind(Type type) => type == typeof(string) || TypeDescriptor.GetConverter(Nullable.GetUnderlyingType(type) ?? type).CanConvertFrom(typeof(string));

    /// <summary>The route's or the query's value of the parameter's name; the parameter's default when there is none.</summary>
    /// <exception cref="BadHttpRequestException">The value is not of the parameter's type.</exception>
    public static object? Read(HttpContext context, ParameterInfo parameter)
    {
        var text = context.GetRouteValue(parameter.Name!)?.ToString() ?? context.Request.Query[parameter.Name!].FirstOrDefault();
        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        if (text is null)
        {
            return parameter.HasDefaultValue ? parameter.DefaultValue
                : parameter.ParameterType.IsValueType ? Activator.CreateInstance(parameter.ParameterType)
                : null;
        }

        try
        {
            return type == typeof(string) ? text : TypeDescriptor.GetConverter(type).ConvertFromInvariantString(text);
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException or NotSupportedException)
        {
            throw new BadHttpRequestException($"{parameter.Name} must be of type {type.Name}.", exception);
        }
    }

    /// <summary>Reads the body for the function's [FromBody] parameter, if it has one.</summary>
    /// <exception cref="BadHttpRequestException">The body is not JSON of the parameter's type.</exception>
    public static async Task ReadBodyAsync(HttpContext context, MethodInfo function, CancellationToken cancellationToken)
    {
        if (function.GetParameters().FirstOrDefault(parameter => parameter.GetCustomAttribute<FromBodyAttribute>() is not null) is { } parameter)
        {
            try
            {
                context.Items[s_body] = await JsonSerializer.DeserializeAsync(context.Request.Body, parameter.ParameterType, JsonSerializerOptions.Web, cancellationToken);
            }
            catch (JsonException exception)
            {
                throw new BadHttpRequestException($"The body must be JSON for {parameter.Name}: line {exception.LineNumber + 1}, byte {exception.BytePositionInLine}.", exception);
            }
        }
    }

    /// <summary>What <see cref="ReadBodyAsync"/> read.</summary>
    public static object? BodyOf(HttpContext context) => context.Items[s_body];
}
