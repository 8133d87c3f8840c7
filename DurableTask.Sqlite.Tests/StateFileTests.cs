using DurableTask.Core;
using DurableTask.Sqlite.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace DurableTask.Sqlite.Tests;

public sealed class StateFileTests : HubTest
{
    [Fact]
    public async Task A_second_user_is_refused_until_the_first_is_gone()
    {
        await using (await TestHub.StartAsync(State))
        {
            using var second = new SqliteOrchestrationService(new SqliteOrchestrationServiceSettings { File = State });
            await Assert.ThrowsAsync<InvalidOperationException>(second.DeleteAsync);
            var refusal = await RefusedAsync();
            Assert.Contains("used by another process", refusal, StringComparison.Ordinal);
        }

        await using var again = await TestHub.StartAsync(State);
    }

    [Fact]
    public async Task A_file_that_a_newer_program_wrote_is_refused_and_left_alone()
    {
        await (await TestHub.StartAsync(State)).DisposeAsync();
        Rows.Execute(State, "PRAGMA user_version = 99");

        Assert.Contains("schema version 99", await RefusedAsync(), StringComparison.Ordinal);
        Assert.Equal(99L, Rows.Scalar(State, "PRAGMA user_version"));
    }

    [Fact]
    public async Task A_file_of_the_former_runtime_is_refused_with_what_to_do_and_left_alone()
    {
        Rows.Execute(State, """
            CREATE TABLE instances (id TEXT); CREATE TABLE history (instance TEXT); CREATE TABLE inbox (seq INTEGER);
            CREATE TABLE activities (seq INTEGER);
            CREATE TABLE entities (id TEXT); CREATE TABLE sequences (next INTEGER); PRAGMA user_version = 2;
            """);

        var refusal = await RefusedAsync();

        Assert.Contains("former runtime", refusal, StringComparison.Ordinal);
        Assert.Contains("move the file away or delete it", refusal, StringComparison.Ordinal);
        Assert.Equal(2L, Rows.Scalar(State, "PRAGMA user_version"));
        Assert.Equal(6, Rows.Count(State, "sqlite_master"));
    }

    [Fact]
    public async Task A_database_of_another_program_is_refused_and_left_alone()
    {
        Rows.Execute(State, "CREATE TABLE customers (id TEXT)");

        Assert.Contains("another program", await RefusedAsync(), StringComparison.Ordinal);
        Assert.Equal(1, Rows.Count(State, "sqlite_master"));
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused()
    {
        await File.WriteAllTextAsync(State, new string('x', 4096));

        Assert.Contains("move it away to begin anew", await RefusedAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_file_is_refused()
    {
        await using (var hub = await WaitingAsync())
        {
            await hub.StartAsync("wait", id: "one");
        }

        await using (var file = File.OpenWrite(State))
        {
            file.Position = 4096;
            file.Write(Enumerable.Repeat((byte)0x5a, (int)file.Length - 4096).ToArray());
        }

        Assert.Contains("malformed", await RefusedAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_cannot_be_made_is_refused()
    {
        const string Impossible = "/proc/nowhere/durable.db";

        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => TestHub.StartAsync(Impossible));

        Assert.Contains(Impossible, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("writable", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_read_only_state_fails_what_is_asked_and_keeps_what_was_acknowledged()
    {
        await using var hub = await WaitingAsync();
        await hub.StartAsync("wait", id: "kept");
        await hub.UntilAsync("kept", OrchestrationStatus.Running);
        await hub.PragmaAsync("query_only = 1");

        var refusal = await Assert.ThrowsAsync<IOException>(() => hub.RaiseAsync("kept", "go", "lost"));

        Assert.Contains(State, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("could not be written", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(OrchestrationStatus.Running, await hub.StatusAsync("kept"));
        await hub.DieAsync();
        await using var again = await WaitingAsync();
        await again.RaiseAsync("kept", "go", "found");
        Assert.Equal("found", await again.OutputAsync("kept"));
    }

    [Fact]
    public async Task A_full_disk_fails_what_does_not_fit_and_work_goes_on_when_there_is_room_again()
    {
        var log = new RecordedLog();
        await using (var hub = await WaitingAsync(log))
        {
            await hub.StartAsync("grow", id: "growing");
            await hub.UntilAsync("growing", OrchestrationStatus.Running);
            await hub.PragmaAsync("max_page_count = 60");
            await hub.RaiseAsync("growing", "go", "now");

            var refusal = await Assert.ThrowsAsync<IOException>(() => hub.StartAsync("return", new string('x', 1_000_000), "too much"));

            Assert.Contains("full", refusal.Message, StringComparison.Ordinal);
            Assert.Null(await hub.StatusAsync("too much"));
            Assert.Equal("small", await hub.RunAsync("return", "small", "fits"));
            Assert.Equal(OrchestrationStatus.Running, await hub.StatusAsync("growing"));
            await hub.PragmaAsync("max_page_count = 1000000");
            Assert.Equal(1_000_000, (await hub.OutputAsync("growing"))!.Length);
            Assert.Contains(log.Lines, line =>
                line.Contains("cannot be written", StringComparison.Ordinal) && line.Contains(State, StringComparison.Ordinal));
            Assert.Contains(log.Lines, line => line.Contains("can be written again", StringComparison.Ordinal));
        }

        await using var again = await WaitingAsync();
        Assert.Equal("small", await again.OutputAsync("fits"));
    }

    [Fact]
    public async Task What_is_wrong_with_one_write_fails_no_other_that_is_committed_with_it()
    {
        using var store = new SqliteStore(State, SqliteSynchronous.Full, NullLogger.Instance);
        using var held = new HeldWrite(store);
        var writes = Enumerable.Range(0, 50).Select(number => store.Writer.EnqueueAsync(statements => statements.Execute(
            "INSERT INTO messages (seq, target, event) VALUES (?1, 'somebody', '[]')", number % 10 == 9 ? 9 : number))).ToList();

        held.Release();
        await Task.WhenAll(writes).ContinueWith(_ => { }, TaskScheduler.Default);

        Assert.Equal(4, writes.Count(write => write.IsFaulted));
        Assert.Equal(46, Rows.Count(State, "messages"));
    }

    [Fact]
    public async Task Writes_that_wait_for_one_another_are_committed_together()
    {
        using var store = new SqliteStore(State, SqliteSynchronous.Full, NullLogger.Instance);
        using var held = new HeldWrite(store);
        var commits = new List<long>();
        var writes = Enumerable.Range(0, 20).Select(number => store.Writer.EnqueueAsync(
            statements => statements.Execute("INSERT INTO messages (seq, target, event) VALUES (?1, 'somebody', '[]')", number),
            _ => commits.Add(Rows.Count(State, "messages")))).ToList();

        Assert.DoesNotContain(writes, write => write.IsCompleted);
        held.Release();
        await Task.WhenAll(writes);

        Assert.Equal(Enumerable.Repeat(20L, 20), commits);
    }

    [Fact]
    public async Task A_write_that_waits_for_none_is_stored_when_it_has_been_asked_for()
    {
        using var store = new SqliteStore(State, SqliteSynchronous.Full, NullLogger.Instance);

        var write = store.Writer.EnqueueAsync(
            statements => statements.Execute("INSERT INTO messages (seq, target, event) VALUES (1, 'somebody', '[]')"));

        Assert.True(write.IsCompletedSuccessfully);
        Assert.Equal(1, await write);
        Assert.Equal(1, Rows.Count(State, "messages"));
    }

    [Fact]
    public async Task A_file_that_is_closed_has_stored_what_it_took_and_takes_no_more()
    {
        var store = new SqliteStore(State, SqliteSynchronous.Full, NullLogger.Instance);
        var held = new HeldWrite(store);
        var write = store.Writer.EnqueueAsync(
            statements => statements.Execute("INSERT INTO messages (seq, target, event) VALUES (1, 'somebody', '[]')"));
        var closing = Task.Run(store.Dispose);

        Assert.False(closing.IsCompleted);
        held.Dispose();
        await closing;

        Assert.True(write.IsCompletedSuccessfully);
        Assert.Equal(1, Rows.Count(State, "messages"));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => store.Writer.EnqueueAsync(_ => 0));
    }

    [Fact]
    public void Keys_are_never_given_twice_in_the_life_of_a_file()
    {
        var keys = new List<long>();
        for (var run = 0; run < 3; run++)
        {
            using var store = new SqliteStore(State, SqliteSynchronous.Full, NullLogger.Instance);
            keys.AddRange([store.Sequences.Next(), store.Sequences.Next()]);
        }

        Assert.Equal(keys.Order().Distinct(), keys);
    }

    [Fact]
    public async Task Instances_that_ended_long_ago_go_and_give_their_pages_back()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var settings = new SqliteOrchestrationServiceSettings { File = State, TimeProvider = clock, Retention = TimeSpan.FromDays(2) };
        await using (var hub = await TestHub.StartAsync(settings, hub => hub.Orchestration("wait", flow => flow.EventAsync("go")!)))
        {
            await hub.StartAsync("wait", id: "running");
            for (var i = 0; i < 20; i++)
            {
                await hub.RunAsync("return", new string('x', 50_000), $"old-{i}");
            }

            clock.Advance(TimeSpan.FromDays(1));
            await hub.RunAsync("return", "young", "young");
            Assert.Equal(22, Rows.Count(State, "instances"));
            clock.Advance(TimeSpan.FromDays(1) + TimeSpan.FromMinutes(1));
            await Eventually.TrueAsync(() => Rows.Count(State, "instances") == 2, () => "the old ones should be gone");
            Assert.Equal("young", await hub.OutputAsync("young"));
            Assert.Equal(OrchestrationStatus.Running, await hub.StatusAsync("running"));
        }

        Assert.InRange(new FileInfo(State).Length, 1, 200_000);
    }

    [Fact]
    public async Task The_log_stays_short_under_load()
    {
        await using var hub = await TestHub.StartAsync(State);

        for (var i = 0; i < 30; i++)
        {
            await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => hub.RunAsync("return", new string('x', 1000))));
        }

        Assert.InRange(new FileInfo($"{State}-wal").Length, 1, 32 << 20);
    }

    [Fact]
    public async Task Deleting_removes_the_file_and_creating_anew_begins_with_nothing()
    {
        using var service = new SqliteOrchestrationService(new SqliteOrchestrationServiceSettings { File = State });
        await service.CreateAsync();
        Assert.True(File.Exists(State));

        await service.DeleteAsync();

        Assert.Empty(Directory.GetFiles(Folder));
        await service.CreateIfNotExistsAsync();
        Assert.True(File.Exists(State));
    }

    private Task<TestHub> WaitingAsync(RecordedLog? log = null) => TestHub.StartAsync(new SqliteOrchestrationServiceSettings
    {
        File = State,
        LoggerFactory = (ILoggerFactory?)log ?? NullLoggerFactory.Instance,
    },
    hub =>
    {
        hub.Orchestration("wait", flow => flow.EventAsync("go")!);
        hub.Orchestration("grow", async flow =>
        {
            await flow.EventAsync("go");
            return new string('x', 1_000_000);
        });
    });

    private async Task<string> RefusedAsync()
    {
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => TestHub.StartAsync(State));
        Assert.Contains(State, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
        return refusal.Message;
    }
}
