using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Functions.Api.Http;
using Functions.Api.Page;
using Functions.Api.Repairs;
using Functions.Api.Stores;
using Functions.Api.Sweeps;
using Microsoft.Azure.Functions.Worker;

namespace Functions.Tests.Contract;

/// <summary>docs/openapi.yaml has what the app's code answers, all of it, and nothing else.</summary>
public sealed partial class ContractTests
{
    private static readonly ApiContract s_contract = ApiContract.Current;
    private static readonly Lazy<AnsweringCode> s_code = new(AnsweringCode.Read);

    // What the code that requests share can say, and never to these, as StoreLifecycle and OwnerPolicy decide.
    private static readonly (string Title, Func<string, bool> Never)[] s_neverSaid =
    [
        ("The owner has too many stores.", function => function != "CreateStore"),
        ("The owner's latest store is too new.", function => function != "CreateStore"),
        ("The name is taken.", function => function != "CreateStore"),
        ("There is no such store.", function => function == "CreateStore"),
        ("The store is in no state for that.", function => function is "CreateStore" or "RemoveStore"),
        ("The queue is full.", function => function is "CancelStore" or "RemoveStore"),
    ];

    // What a host says for a function that failed or does not run; and what Azure says to whoever has no key.
    private static readonly GivenAnswer[] s_hosts = [new(500, "Function failed"), new(503, "Service unavailable")];
    private static readonly GivenAnswer s_noKey = new(401, null);

    private static readonly List<HttpFunction> s_functions =
    [
        .. typeof(GetPage).Assembly.GetTypes().SelectMany(type => type.GetMethods())
            .Select(method => new HttpFunction(
                method, method.GetParameters().Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>())
                    .FirstOrDefault(trigger => trigger is not null)!))
            .Where(function => function.Trigger is not null),
    ];

    public static TheoryData<string> Functions => [.. s_functions.Select(function => function.Name).Order(StringComparer.Ordinal)];

    [Fact]
    public void Every_function_is_an_operation_of_the_contract_and_every_operation_a_function() => Assert.Equal(
        s_functions.Where(function => function.Methods.Count > 0)
            .SelectMany(function => function.Methods.Select(method => $"{method} {function.Path}: {function.Name}")).Order(),
        s_contract.Operations.Select(operation => $"{operation}: {char.ToUpperInvariant(operation.Id[0])}{operation.Id[1..]}").Order());

    [Theory]
    [MemberData(nameof(Functions))]
    public void Each_status_and_problem_of_a_function_is_in_the_contract_and_no_other(string name)
    {
        var function = s_functions.Single(function => function.Name == name);
        var said = s_code.Value.Of(function.Method.DeclaringType!.FullName!, function.Method.Name)
            .Where(answer => !s_neverSaid.Any(never => never.Title == answer.Title && never.Never(name)))
            .Concat(s_code.Value.Of(typeof(RequestGate).FullName!, nameof(RequestGate.Invoke)))
            .Concat(s_hosts)
            .Concat(function.NeedsKey ? [s_noKey] : []);

        var stated = function.Methods.Count == 0
            ? Stated(s_contract.Elsewhere)
            : s_contract.Operations.Where(operation => operation.Path == function.Path && function.Methods.Contains(operation.Method))
                .SelectMany(operation => Stated(operation.Responses));

        Assert.Equal(Lines(said), Lines(stated));
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void A_function_needs_a_key_where_the_contract_says_so(string name)
    {
        var function = s_functions.Single(function => function.Name == name);

        Assert.All(
            s_contract.Operations.Where(operation => operation.Path == function.Path),
            operation => Assert.Equal(!function.NeedsKey, operation.Definition["security"] is JsonArray { Count: 0 }));
    }

    [Fact]
    public void The_fields_of_requests_are_those_that_are_read()
    {
        Assert.Equal(StoreSpecReader.Fields.Order(), Fields("StoreRequest"));
        Assert.Equal(RepairPauseReader.Fields.Order(), Fields("RepairPauseRequest"));
        Assert.Equal(SweepRequestReader.Fields.Order(), Fields("SweepRequest"));

        static IOrderedEnumerable<string> Fields(string schema) =>
            s_contract.Schemas[schema]!["properties"]!.AsObject().Select(field => field.Key).Order();
    }

    [Fact]
    public void Every_body_has_an_example_that_its_schema_takes_and_every_problem_says_what_to_do()
    {
        var bodies = s_contract.Operations.SelectMany(operation => operation.Responses.Select(response => response.Value!)
                .Concat(operation.Definition["requestBody"] is { } request ? [request] : []))
            .Concat(s_contract.Elsewhere.Select(response => response.Value!))
            .Select(s_contract.Resolve)
            .SelectMany(body => body["content"]?.AsObject() ?? [])
            .Where(content => content.Key is ApiContract.Json or ApiContract.Problem)
            .ToList();

        Assert.NotEmpty(bodies);
        Assert.All(bodies, content =>
        {
            var examples = content.Value!["examples"]!.AsObject().Select(example => s_contract.Resolve(example.Value!)).ToList();
            Assert.NotEmpty(examples);
            Assert.All(examples, example =>
            {
                Assert.Empty(s_contract.CheckValue(content.Value["schema"]!, JsonSerializer.SerializeToElement(example["value"])));
                if (content.Key == ApiContract.Problem)
                {
                    Assert.Contains("\nWhat to do: ", example["description"]!.GetValue<string>(), StringComparison.Ordinal);
                }
            });
        });
    }

    private static IEnumerable<string> Lines(IEnumerable<GivenAnswer> answers) =>
        answers.Select(answer => $"{answer}").Distinct().Order(StringComparer.Ordinal);

    // A response names its problems by the titles that its schema takes.
    private static IEnumerable<GivenAnswer> Stated(JsonObject responses) => responses.SelectMany(response =>
    {
        var schema = s_contract.Resolve(response.Value!)["content"]?[ApiContract.Problem]?["schema"];
        var titles = schema?["allOf"]!.AsArray().Select(part => part!["properties"]?["title"]!["enum"]).Single(named => named is not null)!
            .AsArray().Select(title => title!.GetValue<string>());
        return (titles ?? [null]).Select(title => new GivenAnswer(int.Parse(response.Key, null), title));
    });

    /// <summary>A function that answers HTTP requests.</summary>
    private sealed record HttpFunction(MethodInfo Method, HttpTriggerAttribute Trigger)
    {
        public string Name => Method.GetCustomAttribute<FunctionAttribute>()!.Name;

        public bool NeedsKey => Trigger.AuthLevel != AuthorizationLevel.Anonymous;

        // None means any; HEAD goes without saying beside GET, which another test holds the functions to.
        public IReadOnlyList<string> Methods =>
            [.. (Trigger.Methods ?? []).Select(method => method.ToUpperInvariant()).Where(method => method != "HEAD")];

        // The contract has no words for what a parameter may be, and none for one that takes nothing.
        public string Path => $"/{Constrained().Replace(Trigger.Route!, match =>
            match.Groups["empty"].Success ? "" : $"{{{match.Groups["name"].Value}}}")}";
    }

    [GeneratedRegex(@"\{\*?(?<name>\w+)(?<empty>:maxlength\(0\)\?)?\}")]
    private static partial Regex Constrained();
}
