using System.Reflection;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Functions.Tests.Conformance;

/// <summary>A runtime that the suite can be run on.</summary>
public interface IDurableRuntime : IAsyncDisposable
{
    /// <summary>Starts the runtime.</summary>
    /// <param name="functions">The assembly whose functions it runs.</param>
    /// <param name="services">Adds the services that the functions need.</param>
    Task<DurableTaskClient> StartAsync(Assembly functions, Action<IServiceCollection> services);
}
