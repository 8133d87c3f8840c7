using Functions.LocalRuntime.Execution;
using Functions.LocalRuntime.History;
using Functions.LocalRuntime.Storage;
using Functions.Tests.Runtime.Durability;
using Microsoft.Data.Sqlite;
using Microsoft.DurableTask.Client;

namespace Functions.Tests.Runtime;

public sealed class StateFileTests : IDisposable
{
    private static readonly DateTime s_at = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly TempFolder _folder = new();

    private string File => Path.Combine(_folder.Path, "durable.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_second_user_is_refused_until_the_first_is_gone()
    {
        await using (new SqliteTaskStore(File))
        {
            var refusal = Assert.Throws<InvalidOperationException>(() => new SqliteTaskStore(File));
            Assert.Contains("used by another process", refusal.Message, StringComparison.Ordinal);
        }

        await using var again = new SqliteTaskStore(File);
    }

    [Fact]
    public async Task A_file_that_a_newer_program_wrote_is_refused_and_left_alone()
    {
        await new SqliteTaskStore(File).DisposeAsync();
        Execute("PRAGMA user_version = 99");

        var refusal = Assert.Throws<InvalidOperationException>(() => new SqliteTaskStore(File));
        Assert.Contains("schema version 99", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(File, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_state_is_refused_by_name()
    {
        System.IO.File.WriteAllText(File, new string('x', 4096));

        var refusal = Assert.Throws<InvalidOperationException>(() => new SqliteTaskStore(File));
        Assert.Contains(File, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_cannot_be_made_is_refused_by_name()
    {
        var impossible = "/proc/nowhere/durable.db";

        var refusal = Assert.Throws<InvalidOperationException>(() => new SqliteTaskStore(impossible));
        Assert.Contains(impossible, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("writable", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_disk_fails_what_does_not_fit_by_name_and_keeps_what_was_acknowledged()
    {
        await using var store = new SqliteTaskStore(File);
        await store.SendAsync(Event(store, "kept", 10));
        await store.LimitPagesAsync(40);

        var refusal = await Assert.ThrowsAsync<SqliteException>(() => store.SendAsync(Event(store, "too much", 1_000_000)));

        Assert.Contains("full", refusal.Message, StringComparison.Ordinal);
        await store.SendAsync(Event(store, "kept too", 10));
        Assert.Equal(["kept", "kept too"], store.LoadPending().Messages.Select(message => message.Target));
    }

    [Fact]
    public async Task What_is_wrong_with_one_write_fails_no_other_that_is_committed_with_it()
    {
        await using var store = new SqliteTaskStore(File);
        var message = Event(store, "twice", 1);
        var writes = Enumerable.Range(0, 50).Select(number => store.SendAsync(number % 10 == 9 ? message : Event(store, $"{number}", 1))).ToList();

        await Task.WhenAll(writes).ContinueWith(_ => { }, TaskScheduler.Default);

        Assert.Equal(4, writes.Count(write => write.IsFaulted));
        Assert.Equal(46, store.LoadPending().Messages.Count);
    }

    [Fact]
    public async Task A_commit_that_is_stored_again_counts_once()
    {
        await using var store = new SqliteTaskStore(File);
        var signal = new Message("@ledger@all", null, new EntityRequest("Record", "1", null), null, store.Sequences.Next());
        await store.SendAsync(signal);
        var child = new NewInstance("child", OrchestrationTurn.NewExecution(), new ExecutionStarted("Order", null, null), s_at, null, store.Sequences.Next());
        var commit = new TurnCommit
        {
            Consumed = [signal],
            At = s_at,
            Entity = ("@ledger@all", "[1]"),
            Outbox = [new Message("@ledger@other", null, new EntityRequest("Record", "2", null), null, store.Sequences.Next())],
            NewInstances = [child],
        };

        var first = await store.CommitAsync(commit);
        var state = StateDump.Of(File);
        var second = await store.CommitAsync(commit);

        Assert.Equal(state, StateDump.Of(File));
        Assert.Equal(first.Select(start => start.Sequence), second.Select(start => start.Sequence));
        Assert.Single(first);
    }

    [Fact]
    public async Task Keys_are_never_given_twice_in_the_life_of_a_file()
    {
        var keys = new List<long>();
        for (var run = 0; run < 3; run++)
        {
            await using var store = new SqliteTaskStore(File);
            keys.AddRange([store.Sequences.Next(), store.Sequences.Next()]);
        }

        Assert.Equal(keys.Order().Distinct(), keys);
    }

    [Fact]
    public async Task A_file_of_the_first_schema_is_brought_up_with_everything_in_it()
    {
        using (var connection = SqliteFile.Connect(File))
        {
            SqliteSchema.Migrate(connection, to: 1);
            SqliteSchema.Execute(connection, $$$"""
                INSERT INTO instances VALUES ('parent', 'e1', 'Parent', 0, {{{s_at.Ticks}}}, {{{s_at.Ticks}}}, '7', NULL, '"busy"', NULL);
                INSERT INTO instances VALUES ('child', 'e2', 'Child', 6, {{{s_at.Ticks}}}, {{{s_at.Ticks}}}, NULL, NULL, NULL, NULL);
                INSERT INTO history VALUES ('parent', 1, '{"$":"turn","At":"2026-01-01T00:00:00Z"}');
                INSERT INTO history VALUES ('parent', 2, '{"$":"started","Name":"Parent","Input":"7"}');
                INSERT INTO history VALUES ('parent', 3, '{"$":"sub","Id":0,"Name":"Child","InstanceId":"child"}');
                INSERT INTO inbox (target, execution, due, event) VALUES ('child', 'e2', NULL,
                    '{"$":"started","Name":"Child","Parent":{"InstanceId":"parent","Execution":"e1","Name":"Parent","TaskId":0}}');
                INSERT INTO activities (instance, execution, orchestrator, task, name, input) VALUES ('parent', 'e1', 'Parent', 1, 'Pack', '1');
                INSERT INTO entities VALUES ('@ledger@all', '[1]', {{{s_at.Ticks}}});
                """);
        }

        await using var store = new SqliteTaskStore(File);

        var parent = store.FindInstance("parent")!;
        Assert.Equal((3, "7", "\"busy\"", null), (parent.Turn, parent.Input, parent.CustomStatus, parent.Parent));
        Assert.Equal(new ParentTask("parent", "e1", "Parent", 0), store.FindInstance("child")!.Parent);
        Assert.Equal([typeof(OrchestratorStarted), typeof(ExecutionStarted), typeof(SubOrchestrationCreated)], store.LoadHistory("parent").Select(happened => happened.GetType()));
        var pending = store.LoadPending();
        Assert.Equal("child", Assert.Single(pending.Messages).Target);
        Assert.Equal("Pack", Assert.Single(pending.Activities).Name);
        Assert.Equal("[1]", store.FindEntity("@ledger@all")!.State);
        Assert.True(store.Sequences.Next() > Math.Max(pending.Messages[0].Sequence, pending.Activities[0].Sequence));
    }

    [Fact]
    public async Task Purged_instances_give_their_pages_back()
    {
        await using (var store = new SqliteTaskStore(File))
        {
            for (var i = 0; i < 50; i++)
            {
                await EndAsync(store, $"order-{i:00}", s_at.AddDays(i), new string('x', 50_000));
            }
        }

        var full = new FileInfo(File).Length;
        await using (var store = new SqliteTaskStore(File))
        {
            Assert.Equal(40, await store.PurgeAsync(new PurgeInstancesFilter(), s_at.AddDays(40), 100));
            Assert.Equal(Enumerable.Range(40, 10).Select(day => $"order-{day}"), store.QueryInstances(new OrchestrationQuery(), null).Select(instance => instance.Id));
        }

        Assert.InRange(new FileInfo(File).Length, 1, full / 3);
    }

    [Fact]
    public async Task The_log_stays_short_under_load()
    {
        await using var store = new SqliteTaskStore(File);
        for (var i = 0; i < 40; i++)
        {
            await Task.WhenAll(Enumerable.Range(0, 50).Select(async _ =>
            {
                var message = Event(store, "somebody", 2000);
                await store.SendAsync(message);
                await store.CommitAsync(new TurnCommit { Consumed = [message], At = s_at });
            }));
        }

        Assert.InRange(new FileInfo($"{File}-wal").Length, 1, 32 << 20);
    }

    internal static async Task EndAsync(SqliteTaskStore store, string id, DateTime at, string output)
    {
        var execution = OrchestrationTurn.NewExecution();
        var start = (await store.CreateInstanceAsync(new NewInstance(id, execution, new ExecutionStarted("Order", null, null), at, null, store.Sequences.Next())))!;
        var pending = store.FindInstance(id)!;
        await store.CommitAsync(new TurnCommit
        {
            Consumed = [start],
            At = at,
            Instance = (pending, pending with { Turn = 1, Status = OrchestrationRuntimeStatus.Completed, Output = output, UpdatedAt = at }),
            NewHistory = [new OrchestratorStarted(at), start.Event],
        });
    }

    private static Message Event(SqliteTaskStore store, string target, int size) =>
        new(target, null, new EventRaised("go", new string('x', size)), null, store.Sequences.Next());

    private void Execute(string sql)
    {
        using var connection = SqliteFile.Connect(File);
        SqliteSchema.Execute(connection, sql);
    }
}
