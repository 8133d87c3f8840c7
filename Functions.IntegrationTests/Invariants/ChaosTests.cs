using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Functions.SimulatedCluster;
using k8s;
using Xunit.Abstractions;

namespace Functions.IntegrationTests.Invariants;

/// <summary>
/// Random sequences of requests, crashes and faults, after each of which the invariants hold. SERVERLESS_TEST_SEQUENCES says how many;
/// SERVERLESS_TEST_SEED repeats the one of a seed, as far as time lets it.
/// </summary>
public sealed class ChaosTests(ITestOutputHelper output)
{
    private const int UsualSequences = 24;
    private const int AtOnce = 6;

    [Fact]
    public async Task Whatever_befalls_it_the_app_keeps_its_invariants()
    {
        var seeds = Setting("SERVERLESS_TEST_SEED") is { } seed
            ? [seed]
            : Enumerable.Range(0, Setting("SERVERLESS_TEST_SEQUENCES") ?? UsualSequences)
                .Select(_ => Random.Shared.Next(1_000_000)).Distinct().ToList();
        var (failures, phases, begun) = (new ConcurrentQueue<string>(), new ConcurrentQueue<string>(), Stopwatch.GetTimestamp());
        using var folder = new TempFolder();
        await using var cluster = await SimulatedClusterServer.StartAsync(
            new SimulatedClusterOptions
            {
                Folder = folder.Path,
                Node = new SimulatedNodeOptions
                {
                    PodStartDelay = TimeSpan.FromMilliseconds(10),
                    LoadBalancerDelay = TimeSpan.FromMilliseconds(10),
                    BackOff = TimeSpan.FromMilliseconds(20),
                    ProbePeriod = TimeSpan.FromMilliseconds(50),
                },
            },
            CancellationToken.None);
        await cluster.Node!.Joined;
        using var admin = new k8s.Kubernetes(
            await KubernetesClientConfiguration.BuildConfigFromConfigFileAsync(new FileInfo(cluster.KubeconfigPath)));

        await Parallel.ForEachAsync(seeds, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (seed, _) =>
        {
            if (await RunAsync(cluster, admin, folder.Path, seed, phases) is { } failure)
            {
                failures.Enqueue(failure);
            }
        });

        var counts = phases.CountBy(phase => phase).OrderByDescending(phase => phase.Value);
        output.WriteLine($"{seeds.Count} sequences in {Stopwatch.GetElapsedTime(begun).TotalSeconds:F1} s, after which stores were "
            + string.Join(", ", counts.Select(phase => $"{phase.Key} {phase.Value}")) + $"; seeds {string.Join(' ', seeds)}");
        Assert.True(failures.IsEmpty, $"{failures.Count} of {seeds.Count} sequences failed.\n\n{string.Join("\n\n", failures.Take(5))}");
    }

    private static async Task<string?> RunAsync(
        SimulatedClusterServer cluster, IKubernetes admin, string folder, int seed, ConcurrentQueue<string> phases)
    {
        await using var sequence = await ChaosSequence.RunAsync(cluster, folder, seed);
        try
        {
            await SequenceInvariants.AssertAsync(sequence, admin);
            foreach (var store in sequence.Stores)
            {
                var record = await sequence.ReadAsync(store);
                phases.Enqueue($"{record.Phase} {record.Failure?.Failure.Reason}".TrimEnd());
            }

            await SequenceInvariants.AssertDeletableAsync(sequence, admin);
            return null;
        }
        catch (Exception exception)
        {
            return $"SERVERLESS_TEST_SEED={seed}: {exception.Message}\n  {string.Join("\n  ", sequence.Log)}";
        }
    }

    private static int? Setting(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value) ? value : null;
}
