using System.Collections.Concurrent;
using Functions.IntegrationTests.Hosting;

namespace Functions.IntegrationTests.Conformance;

/// <summary>The runtimes that the suite judges, each started once, when a test first asks for it, and shared by all tests.</summary>
internal static class ConformanceRuntimes
{
    /// <summary>The driver of the proofs, with the state in a SQLite file: it is held to what the real host does.</summary>
    public const string InProcess = nameof(InProcess);

    /// <summary>The local host with the real Durable extension, with the state in a SQLite file.</summary>
    public const string Sqlite = nameof(Sqlite);

    /// <summary>The local host with the real Durable extension, with the state in Azure Storage, which Azurite plays.</summary>
    public const string AzureStorage = nameof(AzureStorage);

    private static readonly ConcurrentDictionary<string, Lazy<Task<IDurableRuntime>>> s_started = new();

    public static Task<IDurableRuntime> StartedAsync(string runtime) =>
        s_started.GetOrAdd(runtime, _ => new Lazy<Task<IDurableRuntime>>(() => StartAsync(runtime))).Value;

    private static async Task<IDurableRuntime> StartAsync(string name) => name switch
    {
        InProcess => await InProcessRuntime.StartAsync(),
        Sqlite => await HostedRuntime.StartAsync(azurite: null),
        AzureStorage => await HostedRuntime.StartAsync(await Azurite.StartAsync()),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "There is no such runtime."),
    };

    /// <summary>Ends those that were started.</summary>
    public static async Task EndAsync()
    {
        foreach (var started in s_started.Values.Where(started => started.Value.IsCompletedSuccessfully))
        {
            await (await started.Value).DisposeAsync();
        }
    }
}
