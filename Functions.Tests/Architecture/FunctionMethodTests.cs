using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace Functions.Tests.Architecture;

/// <summary>
/// What the worker needs to find a function: it knows the method's name alone, and only looks for it when the function is loaded.
/// </summary>
public sealed class FunctionMethodTests
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance
        | BindingFlags.DeclaredOnly;

    private static readonly List<MethodInfo> s_functions =
        [
            .. typeof(AppModule).Assembly.GetTypes()
                .SelectMany(type => type.GetMethods(Declared)).Where(method => method.IsDefined(typeof(FunctionAttribute))),
        ];

    [Fact]
    public void Each_function_is_found_by_its_methods_bare_name_among_inherited_ones_too() =>
        Assert.All(s_functions, function => Assert.Equal(function, function.DeclaringType!.GetMethod(function.Name)));

    [Fact]
    public void No_two_functions_share_a_name() =>
        Assert.Distinct(
            s_functions.Select(function => function.GetCustomAttribute<FunctionAttribute>()!.Name), StringComparer.OrdinalIgnoreCase);

    [Fact]
    public void What_can_be_got_can_be_asked_for_its_head()
    {
        var triggers = s_functions.SelectMany(function => function.GetParameters())
            .Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>()?.Methods ?? [])
            .Where(methods => methods.Contains("get")).ToList();

        Assert.NotEmpty(triggers);
        Assert.All(triggers, methods => Assert.Contains("head", methods));
    }

    [Fact]
    public void No_operation_of_an_entity_is_overloaded()
    {
        var entities = s_functions
            .Where(function => function.GetParameters().Any(parameter => parameter.IsDefined(typeof(EntityTriggerAttribute))))
            .Select(function => function.DeclaringType!).ToList();

        Assert.NotEmpty(entities);
        // Operations are looked for by name, ignoring case, among the public instance methods.
        Assert.All(entities, entity => Assert.Distinct(
            entity.GetMethods(BindingFlags.Public | BindingFlags.Instance).Select(method => method.Name),
            StringComparer.OrdinalIgnoreCase));
    }
}
