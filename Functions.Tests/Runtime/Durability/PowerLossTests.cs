using Functions.LocalRuntime.Execution;
using Functions.LocalRuntime.History;
using Functions.LocalRuntime.Storage;
using Microsoft.DurableTask.Client;

namespace Functions.Tests.Runtime.Durability;

/// <summary>
/// A loss of power cuts the write-ahead log anywhere behind what was synchronized. Wherever it is cut, what comes back is what had been acknowledged up to
/// there: a prefix of the writes, each of them whole.
/// </summary>
public sealed class PowerLossTests : IDisposable
{
    // https://sqlite.org/fileformat2.html#walformat
    private const int LogHeader = 32;
    private const int Frame = 24 + 4096;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(Damage.Cut)]
    [InlineData(Damage.Torn)]
    [InlineData(Damage.Garbled)]
    public async Task What_comes_back_is_an_exact_prefix_of_what_was_acknowledged(Damage damage)
    {
        var (database, log, acknowledged) = await RecordAsync();
        Assert.Equal(0, (log.Length - LogHeader) % Frame);
        var frames = (log.Length - LogHeader) / Frame;
        Assert.True(frames > 100, $"{frames} frames are few.");

        for (var frame = 0; frame < frames; frame++)
        {
            var whole = LogHeader + (frame * Frame);
            var expected = acknowledged.Last(write => write.LogLength <= whole || write == acknowledged[0]);
            var file = Path.Combine(_folder.Path, $"{damage}-{frame}.db");
            await File.WriteAllBytesAsync(file, database);
            await File.WriteAllBytesAsync($"{file}-wal", Damaged(log, whole, damage));

            await new SqliteTaskStore(file).DisposeAsync();

            Assert.Equal(expected.State, StateDump.Of(file));
        }
    }

    private static byte[] Damaged(byte[] log, int whole, Damage damage)
    {
        switch (damage)
        {
            case Damage.Cut:
                return log[..whole];
            case Damage.Torn:
                return log[..(whole + (Frame / 2))];
            default:
                var garbled = log[..(whole + Frame)];
                garbled[whole + 24 + 100] ^= 1;
                return garbled;
        }
    }

    private async Task<(byte[] Database, byte[] Log, List<(long LogLength, string State)> Acknowledged)> RecordAsync()
    {
        var file = Path.Combine(_folder.Path, "recorded.db");
        await using var store = new SqliteTaskStore(file);
        var acknowledged = new List<(long, string)>();
        Acknowledge();
        foreach (var write in Writes(store))
        {
            await write();
            Acknowledge();
        }

        return (await File.ReadAllBytesAsync(file), await File.ReadAllBytesAsync($"{file}-wal"), acknowledged);

        void Acknowledge() => acknowledged.Add((new FileInfo($"{file}-wal").Length, StateDump.Of(file)));
    }

    /// <summary>Orchestrations that start, call activities, set timers, signal entities, continue and end.</summary>
    private static IEnumerable<Func<Task>> Writes(SqliteTaskStore store)
    {
        var at = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        for (var i = 0; i < 6; i++)
        {
            var (id, execution) = ($"order-{i}", OrchestrationTurn.NewExecution());
            var task = new ParentTask(id, execution, "Order", 0);
            var start = new NewInstance(id, execution, new ExecutionStarted("Order", new string('i', 3000), null), at, null, store.Sequences.Next());
            yield return () => store.CreateInstanceAsync(start);

            var pending = new InstanceRow(id, execution, 0, "Order", OrchestrationRuntimeStatus.Pending, at, at, start.Started.Input, null, null, null);
            var running = pending with { Turn = 1, Status = OrchestrationRuntimeStatus.Running };
            var work = new ActivityWork(store.Sequences.Next(), task, "Pack", "1");
            var timer = new Message(id, execution, new TimerFired(1), at.AddHours(1), store.Sequences.Next());
            var signal = new Message("@ledger@all", null, new EntityRequest("Record", "1", null), null, store.Sequences.Next());
            yield return () => store.CommitAsync(new TurnCommit
            {
                Consumed = [new Message(id, execution, start.Started, null, start.Sequence)],
                At = at,
                Instance = (pending, running),
                NewHistory = [new OrchestratorStarted(at), start.Started, new TaskScheduled(0, "Pack", "1"), new TimerCreated(1, at.AddHours(1), timer.Sequence)],
                Activities = [work],
                Outbox = [timer, signal],
            });

            yield return () => store.CommitAsync(new TurnCommit { Consumed = [signal], At = at, Entity = ("@ledger@all", new string('s', 100 * work.Task.InstanceId.Length)) });

            var ended = running with { Turn = 2, Status = OrchestrationRuntimeStatus.Completed, Output = new string('o', 6000) };
            yield return () => store.CommitAsync(new TurnCommit
            {
                Consumed = [new Message(id, execution, new TaskCompleted(0, "1"), null, work.Sequence) { Origin = MessageOrigin.Activity }],
                At = at,
                Instance = (running, ended),
                NewHistory = [new OrchestratorStarted(at), new TaskCompleted(0, "1")],
                CancelledTimers = [timer.Sequence],
            });
        }

        yield return () => store.PurgeAsync("order-0");
        yield return () => store.PurgeAsync(new PurgeInstancesFilter(), null, 2);
    }

    public enum Damage
    {
        /// <summary>The log ends after a whole frame.</summary>
        Cut,

        /// <summary>The log ends within a frame.</summary>
        Torn,

        /// <summary>The last frame has its length, and wrong content.</summary>
        Garbled,
    }
}
