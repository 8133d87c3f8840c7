using Functions.Conformance;
using Functions.IntegrationTests.InProcess;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Functions.IntegrationTests.Conformance;

/// <summary>The suite's functions on the driver of the proofs.</summary>
internal sealed class InProcessRuntime : IDurableRuntime
{
    private readonly TempFolder _folder = new();
    private readonly Journal _journal = new();
    private InProcessHost _host = null!;

    private InProcessRuntime()
    {
    }

    public DurableTaskClient Client => _host.Client;

    public static async Task<InProcessRuntime> StartAsync()
    {
        var runtime = new InProcessRuntime();
        runtime._host = await InProcessHost.StartAsync(
            Path.Combine(runtime._folder.Path, "durable.db"), FunctionCatalog.Discover(typeof(Journal).Assembly),
            services => services.AddSingleton(runtime._journal).AddSingleton<ILoggerProvider>(runtime._journal));
        return runtime;
    }

    public Task<JournalEntry> ReadJournalAsync(string key) =>
        Task.FromResult(new JournalEntry(_journal.CountOf(key), [.. _journal.LinesWith(key)]));

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _journal.Dispose();
        _folder.Dispose();
    }
}
