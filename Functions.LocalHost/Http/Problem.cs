using Microsoft.AspNetCore.Mvc;

namespace Functions.LocalHost.Http;

/// <summary>Answers of the host itself, as problem details (RFC 9457).</summary>
internal static class Problem
{
    public static Task WriteAsync(HttpContext context, int status, string title, string detail)
    {
        context.Response.Clear();
        context.Response.StatusCode = status;
        context.Response.Headers.RetryAfter = status == StatusCodes.Status503ServiceUnavailable ? "1" : default;
        var problem = new ProblemDetails { Status = status, Title = title, Detail = detail };
        return context.Response.WriteAsJsonAsync(problem, options: null, "application/problem+json", context.RequestAborted);
    }

    public static Task WriteUnavailableAsync(HttpContext context, string detail) =>
        WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "Service unavailable", detail);

    public static Task WriteNotFoundAsync(HttpContext context) => WriteAsync(
        context, StatusCodes.Status404NotFound, "Not found", $"No function answers {context.Request.Method} {context.Request.Path}.");
}
