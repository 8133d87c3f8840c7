using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Functions.LocalRuntime.Discovery;

/// <summary>The functions of one assembly.</summary>
internal sealed class FunctionCatalog
{
    private FunctionCatalog(IReadOnlyList<FunctionDescriptor> functions) => Functions = functions;

    public IReadOnlyList<FunctionDescriptor> Functions { get; }

    /// <summary>Finds the public <c>[Function]</c> methods of <paramref name="assembly"/>.</summary>
    /// <exception cref="InvalidOperationException">A function has no trigger or several, or two functions share a name.</exception>
    public static FunctionCatalog Discover(Assembly assembly) => Discover(assembly.GetExportedTypes());

    /// <summary>Finds the public <c>[Function]</c> methods of <paramref name="types"/>.</summary>
    /// <exception cref="InvalidOperationException">A function has no trigger or several, or two functions share a name.</exception>
    public static FunctionCatalog Discover(IEnumerable<Type> types)
    {
        var functions = types
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Select(method => (method, attribute: method.GetCustomAttribute<FunctionAttribute>()))
            .Where(found => found.attribute is not null)
            .Select(found => Describe(found.method, found.attribute!.Name))
            .OrderBy(function => function.Name, StringComparer.Ordinal)
            .ToList();
        var duplicate = functions.GroupBy(function => function.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1);
        return duplicate is null
            ? new FunctionCatalog(functions)
            : throw new InvalidOperationException($"Function name '{duplicate.Key}' is used by {string.Join(" and ", duplicate.Select(Where))}; names must be unique.");
    }

    /// <summary>The functions triggered by <typeparamref name="TTrigger"/>.</summary>
    public IEnumerable<FunctionDescriptor> TriggeredBy<TTrigger>() where TTrigger : TriggerBindingAttribute =>
        Functions.Where(function => function.Trigger is TTrigger);

    private static FunctionDescriptor Describe(MethodInfo method, string name)
    {
        var triggers = method.GetParameters()
            .Select(parameter => (parameter, trigger: parameter.GetCustomAttribute<TriggerBindingAttribute>()))
            .Where(found => found.trigger is not null)
            .ToList();
        return triggers.Count == 1
            ? new FunctionDescriptor(name, method, triggers[0].trigger!, triggers[0].parameter)
            : throw new InvalidOperationException($"Function '{name}' ({method.DeclaringType}.{method.Name}) has {triggers.Count} triggers; exactly one is needed.");
    }

    private static string Where(FunctionDescriptor function) => $"{function.Method.DeclaringType}.{function.Method.Name}";
}
