using System.Text.Json;
using System.Text.Json.Serialization;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Stores.Core;
using Stores.Removal;

namespace Functions.Api.Http;

/// <summary>The API's answers: JSON in camelCase, errors as problem details (RFC 9457).</summary>
internal static class ApiResults
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
    };

    private const string NoSuchStore = "There is no such store.";

    public static IResult Json<T>(T value, int status = StatusCodes.Status200OK) => Results.Json(value, s_json, statusCode: status);

    /// <summary>A refusal, with the operation that stands against it, if any.</summary>
    public static IResult Problem(int status, string title, string detail, OperationResponse? operation = null) =>
        Results.Problem(detail, statusCode: status, title: title, extensions: With([], operation));

    /// <summary>A refusal of one field, with the rule that it breaks under its name.</summary>
    public static IResult InvalidField(int status, string title, string field, string rule, OperationResponse? operation = null) =>
        Results.Problem(
            $"{field} {rule}.", statusCode: status, title: title,
            extensions: With(
                new Dictionary<string, object?> { ["errors"] = new Dictionary<string, string[]> { [field] = [rule] } }, operation));

    /// <summary>Answers from the durable state; 503 when that cannot be read now.</summary>
    public static async Task<IResult> FromStateAsync(Func<Task<IResult>> read)
    {
        try
        {
            return await read();
        }
        catch (RpcException exception)
        {
            return Unreachable(exception.StatusCode, "Ask again.");
        }
    }

    /// <summary>
    /// Answers with a decision; 500 when the app failed to make it, 503 when it did not come in time or could not be asked for.
    /// </summary>
    /// <param name="decided">What came of asking for it.</param>
    /// <param name="doubt">One sentence on what may have become of the request all the same, and how to find out.</param>
    /// <param name="answer">The answer where it was decided.</param>
    public static IResult FromDecision<T>(Decided<T> decided, string doubt, Func<T, IResult> answer) => decided switch
    {
        Decided<T>.Answered { Answer: var decision } => answer(decision),
        Decided<T>.Failed { Instance: var instance } => Problem(
            StatusCodes.Status500InternalServerError, "The request could not be decided.",
            $"Orchestration {instance} failed, and the app's log says why. {doubt}"),
        Decided<T>.Unreachable { Status: var status } => Unreachable(status, doubt),
        _ => Problem(StatusCodes.Status503ServiceUnavailable, "The decision did not come in time.", doubt),
    };

    /// <summary>404, with the receipt of the deletion when there once was such a store.</summary>
    public static IResult NoStore(StoreName name, DeletionReceipt? receipt) => receipt is null
        ? Problem(StatusCodes.Status404NotFound, NoSuchStore, $"There is no store '{name}'.")
        : Results.Problem(
            $"Store '{name}' was deleted; {(receipt.Unchecked.Count == 0 ? "nothing of it" : "nothing of it that could be checked")} was "
            + $"left at {receipt.AbsentAt:O}.",
            statusCode: StatusCodes.Status404NotFound, title: NoSuchStore,
            extensions: new Dictionary<string, object?> { ["receipt"] = receipt });

    /// <summary>400 with each broken rule under its field's name.</summary>
    public static IResult InvalidFields(IReadOnlyDictionary<string, string[]> errors) => Results.ValidationProblem(
        errors.ToDictionary(), title: "The request is not valid.",
        detail: string.Join(" ", errors.SelectMany(field => field.Value.Select(rule => $"{field.Key} {rule}."))));

    private static IResult Unreachable(StatusCode status, string advice) =>
        Problem(StatusCodes.Status503ServiceUnavailable, "The state cannot be reached.", $"The durable state answered {status}. {advice}");

    private static Dictionary<string, object?> With(Dictionary<string, object?> extensions, OperationResponse? operation)
    {
        if (operation is not null)
        {
            extensions["operation"] = JsonSerializer.SerializeToElement(operation, s_json);
        }

        return extensions;
    }
}
