using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Functions.IntegrationTests.InProcess;

/// <summary>The functions of an assembly, by name.</summary>
internal sealed class FunctionCatalog
{
    private readonly Dictionary<string, FunctionDescriptor> _functions;

    private FunctionCatalog(IEnumerable<FunctionDescriptor> functions) =>
        _functions = functions.ToDictionary(function => function.Name, StringComparer.OrdinalIgnoreCase);

    public IEnumerable<FunctionDescriptor> Functions => _functions.Values;

    public static FunctionCatalog Discover(Assembly assembly) => Discover(assembly.GetExportedTypes());

    public static FunctionCatalog Discover(IEnumerable<Type> types) => new(types
        .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
        .Where(method => method.IsDefined(typeof(FunctionAttribute)))
        .Select(Describe));

    /// <summary>The function of a name that is triggered so; null when there is none.</summary>
    public FunctionDescriptor? Find<TTrigger>(string name) where TTrigger : TriggerBindingAttribute =>
        _functions.GetValueOrDefault(name) is { Trigger: TTrigger } function ? function : null;

    private static FunctionDescriptor Describe(MethodInfo method)
    {
        var parameter = method.GetParameters().Single(candidate => candidate.IsDefined(typeof(TriggerBindingAttribute)));
        var trigger = parameter.GetCustomAttribute<TriggerBindingAttribute>()!;
        return new FunctionDescriptor(method.GetCustomAttribute<FunctionAttribute>()!.Name, method, trigger, parameter);
    }
}
