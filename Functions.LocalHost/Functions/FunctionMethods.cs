namespace Functions.LocalHost.Functions;

/// <summary>WebJobs finds functions as methods with attributes: here such methods are made, whose bodies call the host.</summary>
internal sealed class FunctionMethods : ITypeLocator
{
    public const string Trigger = "trigger";

    private readonly Type _type;

    public FunctionMethods(IEnumerable<FunctionInfo> functions, RunFunction run)
    {
        var type = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("Host"), AssemblyBuilderAccess.Run)
            .DefineDynamicModule("Host").DefineType("Host.Functions", TypeAttributes.Public | TypeAttributes.Sealed);
        var field = type.DefineField("Run", typeof(RunFunction), FieldAttributes.Public | FieldAttributes.Static);
        foreach (var function in functions)
        {
            Define(type, field, function);
        }

        _type = type.CreateType();
        _type.GetField(field.Name)!.SetValue(null, run);
    }

    public IReadOnlyList<Type> GetTypes() => [_type];

    private static void Define(TypeBuilder type, FieldBuilder run, FunctionInfo function)
    {
        var trigger = function.IsTimer ? typeof(TimerInfo) : function.IsHttp ? typeof(object) : typeof(string);
        var result = function.IsHttp || function.IsTimer ? typeof(Task) : typeof(Task<object>);
        var method = type.DefineMethod(
            function.Name, MethodAttributes.Public | MethodAttributes.Static, result, [trigger, typeof(Binder), typeof(CancellationToken)]);
        method.SetCustomAttribute(Attribute<FunctionNameAttribute>(function.Name));
        var parameter = method.DefineParameter(1, ParameterAttributes.None, Trigger);
        method.DefineParameter(2, ParameterAttributes.None, "binder");
        method.DefineParameter(3, ParameterAttributes.None, "cancellationToken");
        Action<CustomAttributeBuilder> mark = function.IsHttp ? method.SetCustomAttribute : parameter.SetCustomAttribute;
        mark(TriggerAttribute(function));
        // return Run(function, trigger, binder, cancellationToken);
        var code = method.GetILGenerator();
        code.Emit(OpCodes.Ldsfld, run);
        code.Emit(OpCodes.Ldstr, function.Name);
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Ldarg_1);
        code.Emit(OpCodes.Ldarg_2);
        code.Emit(OpCodes.Callvirt, typeof(RunFunction).GetMethod("Invoke")!);
        code.Emit(OpCodes.Ret);
    }

    private static CustomAttributeBuilder TriggerAttribute(FunctionInfo function) => function.Trigger.Type switch
    {
        "orchestrationTrigger" => Attribute<OrchestrationTriggerAttribute>(),
        "activityTrigger" => Attribute<ActivityTriggerAttribute>(),
        "entityTrigger" => Attribute<EntityTriggerAttribute>(),
        "timerTrigger" => new CustomAttributeBuilder(
            typeof(TimerTriggerAttribute).GetConstructor([typeof(string)])!, [function.Trigger["schedule"] ?? ""],
            [typeof(TimerTriggerAttribute).GetProperty("UseMonitor")!, typeof(TimerTriggerAttribute).GetProperty("RunOnStartup")!],
            [function.Trigger["useMonitor"] is not "false", function.Trigger["runOnStartup"] is "true"]),
        _ => Attribute<NoAutomaticTriggerAttribute>(),
    };

    private static CustomAttributeBuilder Attribute<T>(params object[] arguments) =>
        new(typeof(T).GetConstructor([.. arguments.Select(argument => argument.GetType())])!, arguments);
}

/// <summary>What the methods made at run time call; public since code outside this assembly does.</summary>
public delegate Task<object?> RunFunction(string function, object? trigger, Binder binder, CancellationToken cancellationToken);
