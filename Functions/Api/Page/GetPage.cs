using Functions.Api.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.FileProviders;

namespace Functions.Api.Page;

/// <summary>GET / and its assets: the dashboard, which the build puts into wwwroot beside the app.</summary>
public static class GetPage
{
    private const string ContentSecurityPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        + "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private static readonly PhysicalFileProvider s_files = new(Path.Combine(AppContext.BaseDirectory, "wwwroot"));
    private static readonly FileExtensionContentTypeProvider s_contentTypes = new() { Mappings = { [".yaml"] = "application/yaml" } };

    // What names files by their content must not be older than they are.
    internal const string AskAnew = "no-cache";

    /// <summary>The page itself. The host has no empty route; this one matches the root alone.</summary>
    [Function(nameof(GetPage))]
    public static IResult Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "{ignored:maxlength(0)?}")] HttpRequest request) =>
        Send(request, "index.html", AskAnew);

    /// <summary>A script or style of the page; their names carry a hash of their content.</summary>
    [Function("GetPageAsset")]
    public static IResult RunAsset(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "assets/{*path}")] HttpRequest request, string path) =>
        Send(request, $"assets/{path}", "public, max-age=31536000, immutable");

    internal static IResult Send(HttpRequest request, string path, string cacheControl)
    {
        var file = s_files.GetFileInfo(path);
        if (!file.Exists || file.PhysicalPath is null)
        {
            return ApiResults.Problem(StatusCodes.Status404NotFound, "There is no such file.", $"The page has no file '{path}'.");
        }

        var headers = request.HttpContext.Response.Headers;
        headers.CacheControl = cacheControl;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        return Results.File(file.PhysicalPath, s_contentTypes.TryGetContentType(path, out var type) ? type : "application/octet-stream");
    }
}
