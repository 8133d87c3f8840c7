using Microsoft.AspNetCore.Http;

namespace Functions.Api;

/// <summary>Reads a request's JSON body within bounds.</summary>
internal static class JsonBody
{
    /// <summary>The most that a body may hold, in bytes.</summary>
    public const int Limit = 64 * 1024;

    /// <summary>Reads the whole body, or says why it is refused.</summary>
    public static async Task<(ReadOnlyMemory<byte> Body, IResult? Refusal)> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        // A page on another site cannot send this content type without asking first, so it cannot act in a visitor's name.
        if (!request.HasJsonContentType())
        {
            return (default, ApiResults.InvalidField(StatusCodes.Status415UnsupportedMediaType, "The body is not JSON.", "Content-Type", "must be application/json"));
        }

        var buffer = new byte[Limit + 1];
        var read = await request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return read > Limit
            ? (default, ApiResults.InvalidField(StatusCodes.Status413PayloadTooLarge, "The body is too large.", StoreSpecReader.Body, $"must be at most {Limit} bytes"))
            : (buffer.AsMemory(0, read), null);
    }
}
