using Microsoft.AspNetCore.Http;

namespace Functions.Api;

/// <summary>Requests that a page of another site sends in a visitor's name.</summary>
internal static class CrossSite
{
    /// <summary>403 for such a request, by what browsers say of where it comes from; null for others.</summary>
    public static IResult? Refuse(HttpRequest request) => request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site"
        ? ApiResults.Problem(StatusCodes.Status403Forbidden, "The request comes from another site.", "Stores are worked on from their own page or from outside a browser.")
        : null;
}
