using System.Reflection;
using Functions.Tests.Conformance;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Functions.Tests.Runtime;

/// <summary>The local runtime as the conformance suite starts it: executions stay in memory between their turns.</summary>
public class LocalDurableRuntime(int sticky) : IDurableRuntime
{
    private readonly TempFolder _folder = new();
    private RuntimeHost? _host;

    public LocalDurableRuntime()
        : this(sticky: 1000)
    {
    }

    public async Task<DurableTaskClient> StartAsync(Assembly functions, Action<IServiceCollection> services)
    {
        _host = await RuntimeHost.StartAsync(Path.Combine(_folder.Path, "durable.db"), sticky, services);
        return _host.Client;
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }

        _folder.Dispose();
        GC.SuppressFinalize(this);
    }
}

/// <summary>The local runtime without executions in memory: every turn replays its history.</summary>
public sealed class ReplayingLocalDurableRuntime() : LocalDurableRuntime(sticky: 0);
