using System.Collections.Concurrent;
using BenchmarkApp;
using Grpc.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Entities;

namespace Functions.Benchmarks.Hosted;

/// <summary>Orchestrations and a client that send to one ledger, while the host may be killed.</summary>
internal sealed class KillBatch(int number)
{
    private const int Orchestrations = 6;
    private const int Steps = 3;
    private const int Signals = 6;

    private readonly EntityInstanceId _ledger = new(nameof(Ledger), $"{number}");
    private readonly ConcurrentBag<string> _acknowledged = [];
    private readonly ConcurrentBag<string> _signalled = [];

    /// <summary>How many orchestrations are known to have been taken in.</summary>
    public int Acknowledged => _acknowledged.Count;

    /// <summary>Orchestrations that did not complete, and messages that are not in the ledger.</summary>
    public int Lost { get; private set; }

    /// <summary>Messages that are more than once in the ledger.</summary>
    public int Repeated { get; private set; }

    /// <summary>Starts orchestrations and signals the ledger; what fails because the host is gone is not acknowledged.</summary>
    public Task BeginAsync(DurableTaskClient client) => Task.WhenAll(
        [
            .. Enumerable.Range(0, Orchestrations)
                .Select(index => TryAsync(Id(index), _acknowledged, id => client.ScheduleNewOrchestrationInstanceAsync(
                    nameof(Flows.Book), new Booking(_ledger.Key, Steps), new StartOrchestrationOptions(id)))),
            .. Enumerable.Range(0, Signals).Select(index => TryAsync(
                $"client/{index}", _signalled, entry => client.Entities.SignalEntityAsync(_ledger, nameof(Ledger.Enter), entry))),
        ]);

    /// <summary>Waits until all has come that must, or until the limit, and counts.</summary>
    public async Task EndAsync(DurableTaskClient client, CancellationToken limit)
    {
        var expected = new HashSet<string>(_signalled);
        for (var index = 0; index < Orchestrations; index++)
        {
            if (await EndsAsync(client, Id(index), limit) is not { } completed)
            {
                continue;
            }

            Lost += completed ? 0 : 1;
            expected.UnionWith(
                Enumerable.Range(0, Steps).SelectMany(step => new[] { $"{Id(index)}/signal/{step}", $"{Id(index)}/call/{step}" }));
        }

        var entries = await ReadAsync(client);
        while (!expected.IsSubsetOf(entries) && !limit.IsCancellationRequested)
        {
            await Task.Delay(20, CancellationToken.None);
            entries = await ReadAsync(client);
        }

        Lost += expected.Except(entries).Count();
        Repeated += entries.Count - entries.Distinct().Count();
    }

    private static async Task TryAsync(string what, ConcurrentBag<string> acknowledged, Func<string, Task> send)
    {
        try
        {
            await send(what);
            acknowledged.Add(what);
        }
        catch (Exception exception) when (exception is RpcException or OperationCanceledException or ObjectDisposedException)
        {
            // It may have been taken in or not.
        }
    }

    private string Id(int index) => $"book-{number}-{index}";

    /// <summary>Whether an orchestration completed; null for one that was never taken in.</summary>
    private async Task<bool?> EndsAsync(DurableTaskClient client, string id, CancellationToken limit)
    {
        while (true)
        {
            var found = await client.GetInstanceAsync(id, CancellationToken.None);
            if (found is null && !_acknowledged.Contains(id))
            {
                return null;
            }

            if (found is { IsCompleted: true } || limit.IsCancellationRequested)
            {
                return found?.RuntimeStatus == OrchestrationRuntimeStatus.Completed;
            }

            await Task.Delay(20, CancellationToken.None);
        }
    }

    private async Task<List<string>> ReadAsync(DurableTaskClient client) =>
        (await client.Entities.GetEntityAsync<List<string>>(_ledger))?.State ?? [];
}
