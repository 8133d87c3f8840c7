using Functions.LocalRuntime.Discovery;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Functions.LocalRuntime.Dispatch;

/// <summary>The durable functions of the app by name, ignoring case.</summary>
internal sealed class DurableFunctions(FunctionCatalog catalog)
{
    private readonly Dictionary<string, FunctionDescriptor> _orchestrators = ByName<OrchestrationTriggerAttribute>(catalog);
    private readonly Dictionary<string, FunctionDescriptor> _activities = ByName<ActivityTriggerAttribute>(catalog);
    private readonly Dictionary<string, FunctionDescriptor> _entities = ByName<EntityTriggerAttribute>(catalog);

    public FunctionDescriptor? FindOrchestrator(string name) => _orchestrators.GetValueOrDefault(name);

    public FunctionDescriptor? FindActivity(string name) => _activities.GetValueOrDefault(name);

    public FunctionDescriptor? FindEntity(string name) => _entities.GetValueOrDefault(name);

    private static Dictionary<string, FunctionDescriptor> ByName<TTrigger>(FunctionCatalog catalog) where TTrigger : TriggerBindingAttribute =>
        catalog.TriggeredBy<TTrigger>().ToDictionary(function => function.Name, StringComparer.OrdinalIgnoreCase);
}
