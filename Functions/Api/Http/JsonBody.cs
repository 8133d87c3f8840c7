using Microsoft.AspNetCore.Http;

namespace Functions.Api.Http;

/// <summary>Reads the bodies of all requests by one rule: nothing, or a JSON object of known fields, each once.</summary>
internal static class JsonBody
{
    /// <summary>The most that a body may hold, in bytes.</summary>
    public const int Limit = 64 * 1024;

    private const string Body = "body";

    /// <summary>
    /// Reads the fields of a body, or says why it is refused as a whole: 400, 413 or 415. No body has no fields; what is declared as JSON
    /// is one.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="known">The fields that it may have; others are among the errors of what is read.</param>
    /// <param name="cancellationToken">Gives up reading.</param>
    public static async Task<(JsonFields? Fields, IResult? Refusal)> ReadAsync(
        HttpRequest request, IReadOnlyList<string> known, CancellationToken cancellationToken)
    {
        var buffer = new byte[Limit + 1];
        var read = await request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        // A page of another site cannot send this content type without asking first.
        if (!request.HasJsonContentType())
        {
            return read == 0 ? (JsonFields.None, null) : Refuse(
                StatusCodes.Status415UnsupportedMediaType, "The body is not JSON.", "Content-Type", "must be application/json");
        }

        if (read > Limit)
        {
            return Refuse(StatusCodes.Status413PayloadTooLarge, "The body is too large.", Body, $"must be at most {Limit} bytes");
        }

        var (fields, brokenRule) = JsonFields.Parse(buffer.AsMemory(0, read), known);
        return brokenRule is null
            ? (fields, null)
            : (null, ApiResults.InvalidFields(new Dictionary<string, string[]> { [Body] = [brokenRule] }));
    }

    /// <summary>Why the body of a request that its route says all of is refused; null when it has no fields.</summary>
    public static async Task<IResult?> RefuseFieldsAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var (fields, refusal) = await ReadAsync(request, [], cancellationToken);
        return refusal ?? (fields!.Errors.Count > 0 ? ApiResults.InvalidFields(fields.Errors) : null);
    }

    private static (JsonFields?, IResult?) Refuse(int status, string title, string field, string rule) =>
        (null, ApiResults.InvalidField(status, title, field, rule));
}
