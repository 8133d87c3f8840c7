using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Functions.Tests.Architecture;
using Json.Schema;

namespace Functions.Tests.Contract;

/// <summary>docs/openapi.yaml, and what it says of one exchange with the app.</summary>
internal sealed class ApiContract
{
    public const string Json = "application/json";

    public const string Problem = "application/problem+json";

    private const string Reference = "$ref";

    // How a message travels, when it was sent and by which server is no matter of the contract.
    private static readonly HashSet<string> s_transport = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Content-Length", "Content-Type", "Date", "Keep-Alive", "Server", "Transfer-Encoding",
    };

    private readonly JsonObject _document;
    private readonly string _definitions;
    private readonly ConcurrentDictionary<string, JsonSchema> _schemas = new(StringComparer.Ordinal);

    public ApiContract(JsonNode document)
    {
        _document = document.AsObject();
        _definitions = Localized(_document["components"]!["schemas"]!);
        Operations =
        [
            .. _document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Where(member => member.Key != "parameters")
                .Select(member => new ContractOperation(
                    member.Key.ToUpperInvariant(), path.Key, member.Value!.AsObject(),
                    [.. Parameters(path.Value!), .. Parameters(member.Value!)]))),
        ];
    }

    /// <summary>The contract as it is.</summary>
    public static ApiContract Current { get; } = new(Load());

    /// <summary>All that can be asked; HEAD goes without saying wherever there is GET.</summary>
    public IReadOnlyList<ContractOperation> Operations { get; }

    /// <summary>The answers where no operation is asked for, by status.</summary>
    public JsonObject Elsewhere => _document["x-elsewhere"]!["responses"]!.AsObject();

    /// <summary>The schemas, by name.</summary>
    public JsonObject Schemas => _document["components"]!["schemas"]!.AsObject();

    /// <summary>A copy of the document, to be changed.</summary>
    public static JsonNode Load() => YamlDocument.Read(File.ReadAllText(Path.Combine(Repository.Root, "docs", "openapi.yaml")));

    /// <summary>What a node means: itself, or what it refers to.</summary>
    public JsonObject Resolve(JsonNode node) => node[Reference] is { } reference
        ? Resolve(reference.GetValue<string>()["#/".Length..].Split('/').Aggregate((JsonNode)_document, (at, key) => at[key]!))
        : node.AsObject();

    /// <summary>The operation that a request asks for; null where there is none.</summary>
    /// <param name="method">Its method.</param>
    /// <param name="path">Its path as it was sent.</param>
    public ContractOperation? Find(string method, string path)
    {
        var asked = method == "HEAD" ? "GET" : method;
        return Operations.FirstOrDefault(operation => operation.Method == asked && operation.Matches(path));
    }

    /// <summary>In what an exchange is not as the contract has it, a sentence each.</summary>
    public IEnumerable<string> Check(Exchange exchange)
    {
        var operation = Find(exchange.Method, exchange.Path);
        if ((operation?.Responses ?? Elsewhere)[$"{exchange.Status}"] is not { } named)
        {
            return [$"status {exchange.Status} is not in the contract"];
        }

        var response = Resolve(named);
        return
        [
            .. operation is not null && exchange.Status < 300 ? CheckRequest(operation, exchange) : [],
            .. CheckHeaders(response["headers"]?.AsObject() ?? [], exchange),
            .. CheckContent(response["content"]?.AsObject() ?? [], exchange),
        ];
    }

    /// <summary>In what a value is not as a schema says, a sentence each.</summary>
    public IEnumerable<string> CheckValue(JsonNode schema, JsonElement value)
    {
        var results = SchemaOf(schema).Evaluate(value, new EvaluationOptions
        {
            OutputFormat = OutputFormat.List,
            RequireFormatValidation = true,
        });
        return results.IsValid
            ? []
            : [.. (results.Details ?? []).Where(result => result.Errors is not null).SelectMany(result =>
                result.Errors!.Select(error => $"{result.InstanceLocation}: {error.Value} ({result.EvaluationPath})")).Distinct()
                .DefaultIfEmpty("it is not as its schema says")];
    }

    // What was accepted must be what the contract says may be asked.
    private IEnumerable<string> CheckRequest(ContractOperation operation, Exchange exchange)
    {
        var values = operation.Values(exchange.Path);
        foreach (var parameter in operation.Parameters.Select(Resolve))
        {
            var name = parameter["name"]!.GetValue<string>();
            var value = parameter["in"]!.GetValue<string>() == "path"
                ? values[name]
                : exchange.RequestHeaders.GetValueOrDefault(name);
            foreach (var broken in value is null ? [] : CheckValue(parameter["schema"]!, JsonSerializer.SerializeToElement(value)))
            {
                yield return $"the request's {name}{broken}";
            }
        }

        var body = operation.Definition["requestBody"] is { } named ? Resolve(named) : null;
        if (exchange.RequestBody is not { Length: > 0 } sent)
        {
            if (body?["required"]?.GetValue<bool>() == true)
            {
                yield return "a request without a body was accepted";
            }

            yield break;
        }

        if (body?["content"]![Json] is not { } media)
        {
            yield return "a request with a body was accepted";
            yield break;
        }

        foreach (var broken in CheckValue(media["schema"]!, Parse(sent)!.Value))
        {
            yield return $"the request's body{broken}";
        }
    }

    private IEnumerable<string> CheckHeaders(JsonObject headers, Exchange exchange)
    {
        var known = headers.ToDictionary(header => header.Key, header => Resolve(header.Value!), StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in exchange.Headers)
        {
            if (!known.TryGetValue(name, out var header))
            {
                if (!s_transport.Contains(name))
                {
                    yield return $"header {name} is not in the contract";
                }

                continue;
            }

            var number = header["schema"]!["type"]?.GetValue<string>() == "integer" && long.TryParse(value, out _);
            foreach (var broken in CheckValue(header["schema"]!, number ? Parse(value)!.Value : JsonSerializer.SerializeToElement(value)))
            {
                yield return $"header {name}{broken}";
            }
        }

        foreach (var (name, header) in known.Where(header => !exchange.Headers.ContainsKey(header.Key)))
        {
            if (header["required"]?.GetValue<bool>() == true)
            {
                yield return $"header {name} is missing";
            }
        }
    }

    private IEnumerable<string> CheckContent(JsonObject content, Exchange exchange)
    {
        if (content.Count == 0)
        {
            return exchange.Body.Length == 0 ? [] : ["it has a body, and the contract has none"];
        }

        if (exchange.ContentType is null || content[exchange.ContentType] is not { } media)
        {
            return [$"content type {exchange.ContentType ?? "none"} is not in the contract"];
        }

        if (exchange.Method == "HEAD")
        {
            return exchange.Body.Length == 0 ? [] : ["an answer to HEAD has a body"];
        }

        if (exchange.ContentType is not (Json or Problem))
        {
            return exchange.Body.Length > 0 ? [] : ["the file is empty"];
        }

        return Parse(exchange.Body) is { } body
            ? [.. CheckValue(media["schema"]!, body), .. exchange.ContentType == Problem ? CheckKind(media, exchange.Status, body) : []]
            : ["the body is not JSON"];
    }

    // An example stands for its kind of problem, so nothing but its detail and what it names may differ.
    private IEnumerable<string> CheckKind(JsonNode media, int status, JsonElement problem)
    {
        var kinds = media["examples"]!.AsObject().Select(example => Resolve(example.Value!)["value"]!).Select(KindOf).ToList();
        var kind = KindOf(JsonNode.Parse(problem.GetRawText())!);
        return kind.Status == status && kinds.Contains(kind) ? [] : [$"{kind} is none of the problems {string.Join(" and ", kinds)}"];
    }

    private static (long? Status, string? Title, string? Type) KindOf(JsonNode problem) =>
        (problem["status"]?.GetValue<long>(), problem["title"]?.GetValue<string>(), problem["type"]?.GetValue<string>());

    private static IEnumerable<JsonNode> Parameters(JsonNode node) => node["parameters"]?.AsArray().Select(parameter => parameter!) ?? [];

    // The contract's schemas refer to each other by their places in it; a schema for itself has them below itself.
    private static string Localized(JsonNode schema) =>
        schema.ToJsonString().Replace("#/components/schemas/", "#/$defs/", StringComparison.Ordinal);

    private JsonSchema SchemaOf(JsonNode schema) => _schemas.GetOrAdd(Localized(schema), text => JsonSchema.FromText(
        $$"""{"$schema":"https://json-schema.org/draft/2020-12/schema","$defs":{{_definitions}},"allOf":[{{text}}]}"""));

    private static JsonElement? Parse(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>One thing that can be asked.</summary>
/// <param name="Method">In upper case.</param>
/// <param name="Path">As a template.</param>
/// <param name="Definition">What the contract says of it.</param>
/// <param name="Parameters">Its parameters, and those of its path.</param>
internal sealed record ContractOperation(string Method, string Path, JsonObject Definition, IReadOnlyList<JsonNode> Parameters)
{
    /// <summary>The operationId.</summary>
    public string Id => Definition["operationId"]!.GetValue<string>();

    /// <summary>Its answers, by status.</summary>
    public JsonObject Responses => Definition["responses"]!.AsObject();

    /// <summary>Whether a path is its own: literally, whatever the case, or by one part for each parameter.</summary>
    public bool Matches(string path)
    {
        var (template, parts) = (Split(Path), Split(path));
        return template.Length == parts.Length && template.Zip(parts).All(pair =>
            IsParameter(pair.First) || pair.First.Equals(pair.Second, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>What a path has in the places of the parameters, by their names.</summary>
    public IReadOnlyDictionary<string, string> Values(string path) => Split(Path).Zip(Split(path))
        .Where(pair => IsParameter(pair.First))
        .ToDictionary(pair => pair.First.Trim('{', '}'), pair => Uri.UnescapeDataString(pair.Second), StringComparer.Ordinal);

    public override string ToString() => $"{Method} {Path}";

    private static bool IsParameter(string part) => part.StartsWith('{');

    private static string[] Split(string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>A request and its answer.</summary>
/// <param name="Method">The request's method.</param>
/// <param name="Path">Its path as it was sent, without a query.</param>
/// <param name="Status">The answer's status.</param>
/// <param name="ContentType">Its media type; null without one.</param>
/// <param name="Body">Its body as text.</param>
internal sealed record Exchange(string Method, string Path, int Status, string? ContentType, string Body)
{
    /// <summary>The request's body; null or empty without one.</summary>
    public string? RequestBody { get; init; }

    /// <summary>The request's headers.</summary>
    public IReadOnlyDictionary<string, string> RequestHeaders { get; init; } = new Dictionary<string, string>();

    /// <summary>The answer's headers.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();
}
