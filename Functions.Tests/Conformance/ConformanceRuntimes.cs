using System.Reflection;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit.Sdk;

namespace Functions.Tests.Conformance;

/// <summary>The runtimes of this assembly, each started once and shared by all tests.</summary>
public static class ConformanceRuntimes
{
    private static readonly Dictionary<string, Lazy<Task<DurableTaskClient>>> s_clients = Assembly.GetExecutingAssembly().GetExportedTypes()
        .Where(type => type is { IsClass: true, IsAbstract: false } && typeof(IDurableRuntime).IsAssignableFrom(type))
        .ToDictionary(type => type.Name, type => new Lazy<Task<DurableTaskClient>>(() => StartAsync(type)));

    public static IEnumerable<string> Names => s_clients.Keys;

    /// <summary>What the functions of all runtimes write into.</summary>
    public static Journal Journal { get; } = new();

    public static Task<DurableTaskClient> ClientAsync(string runtime) => s_clients[runtime].Value;

    private static Task<DurableTaskClient> StartAsync(Type type)
    {
        var runtime = (IDurableRuntime)Activator.CreateInstance(type)!;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => runtime.DisposeAsync().AsTask().Wait(TimeSpan.FromSeconds(5));
        return runtime.StartAsync(Assembly.GetExecutingAssembly(), services => services.AddSingleton(Journal).AddSingleton<ILoggerProvider>(Journal));
    }
}

/// <summary>Runs a test on each runtime; its name is the test's parameter.</summary>
public sealed class OnEachRuntimeAttribute : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => ConformanceRuntimes.Names.Select(name => new object[] { name });
}
