using System.Reflection;
using DurableTask.Core;

namespace Functions.IntegrationTests.InProcess;

/// <summary>A durability provider whose process can die: from then on nothing is read or written, and who asks is told no answer.</summary>
/// <remarks>Public, since the runtime derives the proxy from it.</remarks>
public class MortalService : DispatchProxy
{
    private IOrchestrationService _service = null!;
    private CancellationToken _death;

    /// <summary>Gives a provider a mortal life.</summary>
    public static IDurableService Of(IOrchestrationService service, CancellationToken death)
    {
        var mortal = Create<IDurableService, MortalService>();
        ((MortalService)(object)mortal)._service = service;
        ((MortalService)(object)mortal)._death = death;
        return mortal;
    }

    /// <inheritdoc/>
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (targetMethod!.Name != nameof(IOrchestrationService.StopAsync))
        {
            _death.ThrowIfCancellationRequested();
        }

        return targetMethod.Invoke(_service, BindingFlags.DoNotWrapExceptions, null, args, null);
    }
}
