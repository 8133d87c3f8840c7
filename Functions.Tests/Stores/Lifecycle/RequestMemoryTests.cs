using System.Text.Json;
using Stores.Core;
using Stores.Lifecycle;

namespace Functions.Tests.Stores.Lifecycle;

public sealed class RequestMemoryTests
{
    private static readonly StoreSpec s_demo = new(StoreName.Parse("demo"), StorePlan.Small, DatabaseEngine.MariaDb);
    private static readonly DateTime s_at = new(2026, 1, 1, 12, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void The_same_request_gets_the_same_operation_whatever_became_of_it()
    {
        var record = StoreLifecycle.Begin(new StoreRecord(), Request("p1", "key")).Decision.Record;
        Assert.Equal("p1", Again(record).Operation);

        var ready = StoreLifecycle.End(record, new OperationOutcome("p1", s_at, Url: "http://localhost:30000")).Record;
        Assert.Equal((OperationVerdict.Accepted, "p1"), (Again(ready).Verdict, Again(ready).Operation));

        static OperationDecision Again(StoreRecord record)
        {
            var (decision, start) = StoreLifecycle.Begin(record, Request("p2", "key"));
            Assert.Null(start);
            return decision;
        }
    }

    [Fact]
    public void A_key_that_came_with_another_request_is_refused()
    {
        var record = StoreLifecycle.Begin(new StoreRecord(), Request("p1", "key")).Decision.Record;

        var otherSpec = Request("p2", "key");
        otherSpec = otherSpec with { Spec = s_demo with { Plan = StorePlan.Large } };
        Assert.Equal(OperationVerdict.KeyReused, StoreLifecycle.Begin(record, otherSpec).Decision.Verdict);
        Assert.Equal(
            OperationVerdict.KeyReused,
            StoreLifecycle.Begin(record, Request("d1", "key") with { Kind = StoreRequestKind.Delete }).Decision.Verdict);
    }

    [Fact]
    public void A_refused_request_is_not_remembered_and_one_without_a_key_is_its_own()
    {
        var record = StoreLifecycle.Begin(new StoreRecord(), Request("p1", null)).Decision.Record;
        var refused = StoreLifecycle.Begin(record, Request("p2", "key")).Decision;

        Assert.Equal(OperationVerdict.Conflict, refused.Verdict);
        Assert.Empty(refused.Record.Requests);
    }

    [Fact]
    public void The_oldest_are_forgotten()
    {
        var decision = new OperationDecision(OperationVerdict.Accepted, "", new StoreRecord(), "p");
        for (var number = 0; number <= RequestMemory.Length; number++)
        {
            decision = RequestMemory.Remember(decision, Request("p", $"key{number}"));
        }

        Assert.Equal(RequestMemory.Length, decision.Record.Requests.Count);
        Assert.Null(RequestMemory.Recall(decision.Record, Request("p", "key0")));
        Assert.NotNull(RequestMemory.Recall(decision.Record, Request("p", "key1")));
    }

    [Fact]
    public void A_request_that_an_earlier_build_wrote_is_named_by_its_spec()
    {
        const string written = """
            {"Id":"d1","Kind":"Delete","Spec":{"Name":"demo","Plan":"Small","Engine":"MariaDb"},"Settings":{},"At":"2026-01-01T12:00:00Z"}
            """;

        var read = JsonSerializer.Deserialize<OperationRequest>(written)!;

        Assert.Equal(StoreName.Parse("demo"), read.Name);
        Assert.Equal(StoreName.Parse("demo"), JsonSerializer.Deserialize<OperationRequest>(JsonSerializer.Serialize(read))!.Name);
    }

    private static OperationRequest Request(string id, string? key) => new(
        id, StoreRequestKind.Provision, s_demo.Name, new OperationSettings(), s_at)
    {
        Spec = s_demo,
        Admitted = true,
        Key = key,
    };
}
