using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Azure.Functions.Worker;

namespace Functions.Api.Http;

/// <summary>The routes of the app's functions, as their triggers declare them.</summary>
internal static class HttpRoutes
{
    private static readonly List<(RouteTemplate Template, string[] Methods)> s_routes =
    [
        .. typeof(HttpRoutes).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods())
            .SelectMany(method => method.GetParameters())
            .Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>())
            .Where(trigger => trigger is { Methods.Length: > 0 })
            .Select(trigger => (TemplateParser.Parse(trigger!.Route!), trigger.Methods!)),
    ];

    /// <summary>The methods that functions answer at a path, in upper case and in order; none where it is nobody's.</summary>
    public static IReadOnlyList<string> MethodsOf(PathString path, IInlineConstraintResolver constraints) =>
    [
        .. s_routes.Where(route => Matches(route.Template, path, constraints))
            .SelectMany(route => route.Methods).Select(method => method.ToUpperInvariant()).Distinct().Order(StringComparer.Ordinal),
    ];

    private static bool Matches(RouteTemplate template, PathString path, IInlineConstraintResolver constraints)
    {
        var values = new RouteValueDictionary();
        // A parameter that is left out breaks no rule.
        return new TemplateMatcher(template, []).TryMatch(path, values)
            && template.Parameters.Where(parameter => values.ContainsKey(parameter.Name!)).All(parameter =>
                parameter.InlineConstraints.All(inline => constraints.ResolveConstraint(inline.Constraint)!
                    .Match(null, null, parameter.Name!, values, RouteDirection.IncomingRequest)));
    }
}
