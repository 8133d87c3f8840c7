using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace Functions.Tests.Conformance;

public sealed class DeterminismTests : ConformanceTest
{
    [Theory, OnEachRuntime]
    public async Task Guids_are_the_same_on_replay_and_follow_from_instance_time_and_count(string runtime)
    {
        var id = NewId();
        await StartAsync(runtime, nameof(DeterminismFunctions.MakeGuids), null, new StartOrchestrationOptions(id));

        var made = await EndAsync<DeterminismFunctions.Made>(runtime, id);

        Assert.Equal([Version5(id, made.At, 0), Version5(id, made.At, 1)], made.Guids);
        Assert.True(made.Stable, "The guids and the time of the first turn should be the same after each await.");
    }

    [Theory, OnEachRuntime]
    public async Task The_clock_stands_still_within_a_turn_and_goes_on_with_the_next(string runtime) =>
        Assert.Equal("still then later", await RunAsync<string>(runtime, nameof(DeterminismFunctions.WatchClock)));

    [Theory, OnEachRuntime]
    public async Task New_steps_are_not_replayed(string runtime) => Assert.False(await RunAsync<bool>(runtime, nameof(DeterminismFunctions.TellWhetherReplaying)));

    [Theory, OnEachRuntime]
    public async Task A_replay_safe_logger_writes_each_line_once(string runtime)
    {
        var key = NewId();

        await RunAsync(runtime, nameof(DeterminismFunctions.LogSteps), key);

        Assert.Equal([$"{key} 0", $"{key} 1", $"{key} 2", $"{key} 3"], Journal.LinesWith(key).Where(line => line.StartsWith(key, StringComparison.Ordinal)));
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

public static class DeterminismFunctions
{
    [Function(nameof(MakeGuids))]
    public static async Task<Made> MakeGuids([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var (first, second, at) = (context.NewGuid(), context.NewGuid(), context.CurrentUtcDateTime);
        var before = await context.CallActivityAsync<string>(nameof(SharedFunctions.EchoText), $"{first} {second} {at:o}");
        var after = await context.CallActivityAsync<string>(nameof(SharedFunctions.EchoText), $"{first} {second} {at:o}");
        return new Made([first, second], at, before == after && context.NewGuid() != first);
    }

    [Function(nameof(WatchClock))]
    public static async Task<string> WatchClock([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var begun = context.CurrentUtcDateTime;
        SpinWait.SpinUntil(() => false, 5);
        var still = context.CurrentUtcDateTime == begun;
        await context.CallActivityAsync<int>(nameof(SharedFunctions.Twice), 1);
        return $"{(still ? "still" : "moved")} then {(context.CurrentUtcDateTime > begun ? "later" : "not later")}";
    }

    [Function(nameof(TellWhetherReplaying))]
    public static async Task<bool> TellWhetherReplaying([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        await context.CallActivityAsync<int>(nameof(SharedFunctions.Twice), 1);
        return context.IsReplaying;
    }

    [Function(nameof(LogSteps))]
    public static async Task LogSteps([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var (logger, key) = (context.CreateReplaySafeLogger(nameof(DeterminismFunctions)), context.GetInput<string>());
        for (var step = 0; step < 3; step++)
        {
            logger.LogWarning("{Key} {Step}", key, step);
            await context.CallActivityAsync<int>(nameof(SharedFunctions.Twice), step);
        }

        logger.LogWarning("{Key} {Step}", key, 3);
    }

    public sealed record Made(Guid[] Guids, DateTime At, bool Stable);
}
