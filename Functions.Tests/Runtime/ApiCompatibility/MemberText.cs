using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Functions.Tests.Runtime.ApiCompatibility;

/// <summary>Writes members as members.txt does, whose lines are those of the real assemblies.</summary>
internal static class MemberText
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>The type itself: its kind and its base.</summary>
    public static string OfType(Type type)
    {
        var kind = type switch
        {
            { IsInterface: true } => "interface",
            { IsEnum: true } => "enum",
            { IsValueType: true } => "struct",
            _ when typeof(Delegate).IsAssignableFrom(type) => "delegate",
            { IsAbstract: true, IsSealed: true } => "static class",
            { IsAbstract: true } => "abstract class",
            { IsSealed: true } => "sealed class",
            _ => "class",
        };
        var @base = kind.EndsWith("class", StringComparison.Ordinal) && type.BaseType != typeof(object) ? $" : {Name(type.BaseType!)}" : "";
        return $"T:{Name(type)} {kind}{@base}";
    }

    /// <summary>The public and protected members that a type declares, one text each; the clone method of records excepted.</summary>
    public static IEnumerable<string> Of(Type type)
    {
        var name = Name(type);
        if (typeof(Delegate).IsAssignableFrom(type))
        {
            var invoke = type.GetMethod("Invoke")!;
            yield return $"D:{name}({Parameters(invoke)}) : {Name(invoke.ReturnType)}";
            yield break;
        }

        foreach (var constructor in type.GetConstructors(Declared).Where(IsVisible))
        {
            yield return $"C:{name}({Parameters(constructor)})";
        }

        foreach (var method in type.GetMethods(Declared).Where(IsVisible).Where(method => !method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal)).Where(method => method.Name != "<Clone>$"))
        {
            var arity = method.IsGenericMethod ? $"``{method.GetGenericArguments().Length}" : "";
            yield return $"M:{name}.{method.Name}{arity}({Parameters(method)}) : {Name(method.ReturnType)}{(method.IsStatic ? " static" : "")}{(method.IsAbstract ? " abstract" : "")}";
        }

        foreach (var property in type.GetProperties(Declared))
        {
            var accessors = property.GetAccessors(nonPublic: true).Where(IsVisible).Select(AccessorText).Order(StringComparer.Ordinal).ToList();
            if (accessors.Count > 0)
            {
                yield return $"P:{name}.{property.Name} : {Name(property.PropertyType)} {{ {string.Concat(accessors)}}}{(property.GetAccessors(nonPublic: true)[0].IsStatic ? " static" : "")}";
            }
        }

        foreach (var field in type.GetFields(Declared).Where(field => (field.IsPublic || field.IsFamily) && !field.IsSpecialName))
        {
            yield return type.IsEnum ? $"F:{name}.{field.Name} = {Convert.ToInt64(field.GetRawConstantValue(), CultureInfo.InvariantCulture)}" : $"F:{name}.{field.Name} : {Name(field.FieldType)}";
        }
    }

    public static string Name(Type type)
    {
        if (type.IsByRef)
        {
            return Name(type.GetElementType()!);
        }

        if (type.IsArray)
        {
            return $"{Name(type.GetElementType()!)}[]";
        }

        if (type.IsGenericParameter)
        {
            return type.Name;
        }

        var bare = (type.DeclaringType is { } outer ? $"{Name(outer)}.{type.Name}" : $"{type.Namespace}.{type.Name}").Split('`')[0];
        return type.IsGenericType ? $"{bare}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>" : bare;
    }

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    /// <summary>get, init or set; in this order also when sorted.</summary>
    private static string AccessorText(MethodInfo accessor) => accessor.ReturnType != typeof(void) ? "get; "
        : accessor.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ? "init; " : "set; ";

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(parameter =>
        $"{(parameter.IsOut ? "out " : parameter.ParameterType.IsByRef ? "ref " : "")}{Name(parameter.ParameterType)} {parameter.Name}{Default(parameter)}"));

    private static string Default(ParameterInfo parameter) => !parameter.HasDefaultValue ? "" : parameter.DefaultValue switch
    {
        null when parameter.ParameterType.IsValueType && Nullable.GetUnderlyingType(parameter.ParameterType) is null => " = default",
        null => " = null",
        bool value => value ? " = true" : " = false",
        string value => $" = \"{value}\"",
        var value => string.Create(CultureInfo.InvariantCulture, $" = {value}"),
    };
}
