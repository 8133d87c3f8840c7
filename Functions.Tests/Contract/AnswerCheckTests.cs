using System.Text.Json.Nodes;

namespace Functions.Tests.Contract;

/// <summary>What the end-to-end tests are held to by <c>ContractHandler</c>: that it notices.</summary>
public sealed class AnswerCheckTests
{
    private const string StorePath = "/api/stores/demo";

    private static readonly Dictionary<string, string> s_accepted = new() { ["Location"] = StorePath, ["Retry-After"] = "2" };

    private static JsonObject Store => Example("readyStore");

    [Fact]
    public void What_the_contract_says_is_taken()
    {
        Assert.Empty(Check(Answer(Store)));
        Assert.Empty(Check(Answer(Store) with { Path = "/API/Stores/demo/", Method = "HEAD", Body = "" }));
        Assert.Empty(Check(Accepted(Store)));
        Assert.Empty(Check(Refusal(Example("noStore"), 404)));
        Assert.Empty(Check(Answer(Store) with { Status = 401, ContentType = null, Body = "" }));
    }

    [Theory]
    [InlineData("phase")]
    [InlineData("repair")]
    [InlineData("hasMailRelay")]
    public void A_field_that_is_renamed_is_noticed(string field)
    {
        var store = Store;
        var value = store[field]?.DeepClone();
        store.Remove(field);
        Assert.NotEmpty(Check(Answer(store)));
        store[$"{field}s"] = value;
        Assert.NotEmpty(Check(Answer(store)));
    }

    [Fact]
    public void A_field_that_is_new_or_of_another_type_or_value_is_noticed()
    {
        Assert.NotEmpty(Check(Answer(With("surprise", "field"))));
        Assert.NotEmpty(Check(Answer(With("generation", "1"))));
        Assert.NotEmpty(Check(Answer(With("phase", "Sleeping"))));
        Assert.NotEmpty(Check(Answer(With("createdAt", "2026-12-31T10:00:00"))));
        var store = Store;
        store["repair"]!["surprise"] = "deeper";
        Assert.NotEmpty(Check(Answer(store)));
    }

    [Fact]
    public void A_status_or_a_path_or_a_method_that_is_not_there_is_noticed()
    {
        Assert.NotEmpty(Check(Answer(Store) with { Status = 202 }));
        Assert.NotEmpty(Check(Answer(Store) with { Status = 418 }));
        Assert.NotEmpty(Check(Answer(Store) with { Path = "/api/shops/demo" }));
        Assert.NotEmpty(Check(Answer(Store) with { Method = "PUT" }));
    }

    [Fact]
    public void A_status_that_the_contract_loses_is_noticed()
    {
        var document = ApiContract.Load();
        document["paths"]!["/api/stores/{name}"]!["get"]!["responses"]!.AsObject().Remove("404");

        Assert.NotEmpty(new ApiContract(document).Check(Refusal(Example("noStore"), 404)));
    }

    [Fact]
    public void A_content_type_or_a_header_that_is_not_there_is_noticed()
    {
        Assert.NotEmpty(Check(Answer(Store) with { ContentType = "text/json" }));
        Assert.NotEmpty(Check(Answer(Store) with { ContentType = null }));
        Assert.NotEmpty(Check(Answer(Store) with { Headers = new Dictionary<string, string> { ["X-Powered-By"] = "us" } }));
        Assert.NotEmpty(Check(Answer(Store) with { Status = 401 }));
        Assert.All(s_accepted.Keys, header => Assert.NotEmpty(Check(Accepted(Store) with
        {
            Headers = s_accepted.Where(other => other.Key != header).ToDictionary(),
        })));
        Assert.NotEmpty(Check(Accepted(Store) with
        {
            Headers = new Dictionary<string, string> { ["Location"] = StorePath, ["Retry-After"] = "soon" },
        }));
    }

    [Theory]
    [InlineData("title", "There is no store.")]
    [InlineData("type", "https://example.com/no-store")]
    [InlineData("traceId", "00-1")]
    public void A_problem_of_another_kind_is_noticed(string field, string value)
    {
        var problem = Example("noStore");
        problem[field] = value;

        Assert.NotEmpty(Check(Refusal(problem, 404)));
    }

    [Fact]
    public void A_request_that_is_accepted_and_not_in_the_contract_is_noticed()
    {
        Assert.NotEmpty(Check(Accepted(Store) with { RequestBody = """{"name":"demo","colour":"green"}""" }));
        Assert.NotEmpty(Check(Accepted(Store) with { RequestBody = null }));
        Assert.NotEmpty(Check(Accepted(Store) with
        {
            RequestHeaders = new Dictionary<string, string> { ["Idempotency-Key"] = "not a key" },
        }));
        Assert.NotEmpty(Check(Answer(Store) with { Path = "/api/stores/Demo" }));
    }

    private static JsonObject Example(string name) =>
        ApiContract.Load()["components"]!["examples"]![name]!["value"]!.AsObject();

    private static JsonObject With(string field, string value)
    {
        var store = Store;
        store[field] = value;
        return store;
    }

    private static Exchange Answer(JsonObject store) => new("GET", StorePath, 200, ApiContract.Json, store.ToJsonString());

    private static Exchange Accepted(JsonObject store) => new("POST", "/api/stores", 202, ApiContract.Json, store.ToJsonString())
    {
        RequestBody = """{"name":"demo"}""",
        Headers = s_accepted,
    };

    private static Exchange Refusal(JsonObject problem, int status) =>
        new("GET", StorePath, status, ApiContract.Problem, problem.ToJsonString());

    private static IEnumerable<string> Check(Exchange exchange) => ApiContract.Current.Check(exchange);
}
