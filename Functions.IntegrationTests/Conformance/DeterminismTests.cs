using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Functions.Conformance;
using Microsoft.DurableTask;


namespace Functions.IntegrationTests.Conformance;

public sealed class DeterminismTests : ConformanceTest
{
    [Conformance]
    public async Task Guids_are_the_same_on_replay_and_follow_from_instance_time_and_count(string runtime)
    {
        var id = NewId();
        await StartAsync(runtime, nameof(DeterminismFunctions.MakeGuids), null, new StartOrchestrationOptions(id));

        var made = await EndAsync<DeterminismFunctions.Made>(runtime, id);

        Assert.Equal([Version5(id, made.At, 0), Version5(id, made.At, 1)], made.Guids);
        Assert.True(made.Stable, "The guids and the time of the first turn should be the same after each await.");
    }

    [Conformance]
    public async Task The_clock_stands_still_within_a_turn_and_goes_on_with_the_next(string runtime) =>
        Assert.Equal("still then later", await RunAsync<string>(runtime, nameof(DeterminismFunctions.WatchClock)));

    [Conformance]
    public async Task New_steps_are_not_replayed(string runtime) =>
        Assert.False(await RunAsync<bool>(runtime, nameof(DeterminismFunctions.TellWhetherReplaying)));

    [Conformance]
    public async Task A_replay_safe_logger_writes_each_line_once(string runtime)
    {
        var key = NewId();

        await RunAsync(runtime, nameof(DeterminismFunctions.LogSteps), key);

        Assert.Equal(
            [$"{key} 0", $"{key} 1", $"{key} 2", $"{key} 3"],
            (await LinesWithAsync(runtime, key)).Where(line => line.StartsWith(key, StringComparison.Ordinal)));
    }

    /// <summary>RFC 9562, section 5.5, in the namespace that the Durable Task SDK uses.</summary>
    private static Guid Version5(string instance, DateTime at, int counter)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{instance}_{at:o}_{counter}");
        var space = Guid.Parse("9e952958-5e33-4daf-827f-2fa12937b875").ToByteArray(bigEndian: true);
#pragma warning disable CA5350 // Version 5 is defined over SHA-1; nothing is protected by it.
        var hash = SHA1.HashData([.. space, .. Encoding.UTF8.GetBytes(name)])[..16];
#pragma warning restore CA5350
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash, bigEndian: true);
    }
}
