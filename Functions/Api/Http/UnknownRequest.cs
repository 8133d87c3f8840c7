using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;

namespace Functions.Api.Http;

/// <summary>Any method and path that no other function answers, where the host's own answer would be empty.</summary>
/// <param name="constraints">The constraints that routes may have.</param>
public sealed class UnknownRequest(IInlineConstraintResolver constraints)
{
    /// <summary>405 with Allow where the path is answered for other methods, else 404; both as problem details.</summary>
    [Function(nameof(UnknownRequest))]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, Route = "{*path}")] HttpRequest request)
    {
        var methods = HttpRoutes.MethodsOf(request.Path, constraints);
        if (methods.Count == 0)
        {
            return ApiResults.Problem(
                StatusCodes.Status404NotFound, "There is nothing at this address.", $"Nothing answers {request.Path}.");
        }

        var allowed = string.Join(", ", methods);
        request.HttpContext.Response.Headers.Allow = allowed;
        return ApiResults.Problem(
            StatusCodes.Status405MethodNotAllowed, "The method is not allowed here.",
            $"{request.Path} answers {allowed}, and not {request.Method}.");
    }
}
