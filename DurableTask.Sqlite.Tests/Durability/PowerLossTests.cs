using DurableTask.Core;
using DurableTask.Core.History;
using DurableTask.Sqlite.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace DurableTask.Sqlite.Tests.Durability;

/// <summary>
/// A loss of power cuts the write-ahead log anywhere behind what was synchronized. Wherever it is cut, what comes back is what had been
/// acknowledged up to there: a prefix of the writes, each of them whole.
/// </summary>
public sealed class PowerLossTests : HubTest
{
    // https://sqlite.org/fileformat2.html#walformat
    private const int LogHeader = 32;
    private const int Frame = 24 + 4096;

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
            var file = Path.Combine(Folder, $"{damage}-{frame}.db");
            await File.WriteAllBytesAsync(file, database);
            await File.WriteAllBytesAsync($"{file}-wal", Damaged(log, whole, damage));

            new SqliteStore(file, SqliteSynchronous.Full, NullLogger.Instance).Dispose();

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
        var file = Path.Combine(Folder, "recorded.db");
        using var store = new SqliteStore(file, SqliteSynchronous.Full, NullLogger.Instance);
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

    /// <summary>Orchestrations that start, call activities, set timers, signal entities and end.</summary>
    private static IEnumerable<Func<Task>> Writes(SqliteStore store)
    {
        var at = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        for (var i = 0; i < 6; i++)
        {
            var id = $"order-{i}";
            var pending = new InstanceRow
            {
                Id = id,
                Execution = $"e{i}",
                Name = "order",
                Status = OrchestrationStatus.Pending,
                CreatedAt = at,
                UpdatedAt = at,
            };
            var started = new NewInstance(pending, new string('i', 3000));
            var start = Send(store, id, new ExecutionStartedEvent(-1, null)) with { Start = started };
            yield return () => store.CreateAsync(start, [], () => { });

            var running = pending with { Turn = 1, Status = OrchestrationStatus.Running };
            var work = new ActivityWork(store.Sequences.Next(), id, pending.Execution, new TaskScheduledEvent(0) { Name = "pack" }, null);
            var timer = Send(store, id, new TimerFiredEvent(-1, at.AddHours(1)));
            var signal = Send(store, "@ledger@all", new EventRaisedEvent(-1, "{}") { Name = "op" });
            yield return () => store.CommitAsync(
                new TurnCommit
                {
                    Instance = id,
                    Consumed = [start.Message],
                    Before = pending,
                    After = running,
                    History = "[]",
                    Activities = [work],
                    Outbox = [timer, signal],
                },
                _ => { });

            var ledger = new InstanceRow
            {
                Id = "@ledger@all",
                Execution = $"l{i}",
                Turn = 1,
                Name = "@ledger@all",
                Status = OrchestrationStatus.Running,
                CreatedAt = at,
                UpdatedAt = at,
            };
            yield return () => store.CommitAsync(
                new TurnCommit
                {
                    Instance = ledger.Id,
                    Consumed = [signal.Message],
                    After = ledger,
                    Input = new string('s', 1000 * (i + 1)),
                },
                _ => { });

            var ended = running with { Turn = 2, Status = OrchestrationStatus.Completed, Output = new string('o', 6000), CompletedAt = at };
            var completed = new TaskCompletedEvent(-1, 0, null);
            var result = new Message(id, pending.Execution, completed, null, work.Sequence) { Origin = MessageOrigin.Activity };
            yield return () => store.CommitAsync(
                new TurnCommit
                {
                    Instance = id,
                    Consumed = [result],
                    Before = running,
                    After = ended,
                    History = "[]",
                    Obsolete = [timer.Message.Sequence],
                },
                _ => { });
        }

        yield return () => Purges.PurgeAsync(store, "order-0");
        yield return () => Purges.PurgeAsync(store, new PurgeCriteria(), 2);
    }

    private static Outgoing Send(SqliteStore store, string target, HistoryEvent happened) =>
        new(new Message(target, null, happened, null, store.Sequences.Next()), EventJson.Write(happened));
}
