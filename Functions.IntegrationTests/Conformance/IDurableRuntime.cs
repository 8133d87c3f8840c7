using Functions.Conformance;
using Microsoft.DurableTask.Client;

namespace Functions.IntegrationTests.Conformance;

/// <summary>A runtime, with the suite's functions on it.</summary>
internal interface IDurableRuntime : IAsyncDisposable
{
    /// <summary>The client that the tests ask.</summary>
    DurableTaskClient Client { get; }

    /// <summary>What functions have done with a key.</summary>
    Task<JournalEntry> ReadJournalAsync(string key);
}
