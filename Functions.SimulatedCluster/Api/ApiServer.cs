using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Functions.SimulatedCluster.Faults;
using Functions.SimulatedCluster.Objects;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Functions.SimulatedCluster.Api;

/// <summary>The Kubernetes API over HTTP.</summary>
internal sealed partial class ApiServer(KindCatalog catalog, ObjectStore store, RequestFaults faults, string token, ILogger<ApiServer> logger)
{
    private readonly byte[] _authorization = Encoding.ASCII.GetBytes($"Bearer {token}");
    private readonly ObjectWriter _writer = new(store);
    private readonly Watches _watches = new(store);

    public async Task HandleAsync(HttpContext context)
    {
        LogRequest(context.Request.Method, context.Request.Path, context.Request.QueryString.Value);
        try
        {
            RequireToken(context.Request);
            if ((Discovery.Answer(context.Request.Path, catalog) ?? OpenApi.Answer(context.Request.Path, catalog)) is { } document)
            {
                await Responses.WriteAsync(context, 200, document);
                return;
            }

            var request = ApiRequest.Parse(context.Request.Path, catalog)
                ?? throw new ApiException(404, "NotFound", "the server could not find the requested resource", []);
            await faults.AroundAsync(context, request, () => HandleAsync(context, request));
        }
        catch (ApiException exception)
        {
            await Responses.WriteStatusAsync(context, exception);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has gone.
        }
        catch (Exception exception)
        {
            LogFailed(context.Request.Method, context.Request.Path, exception);
            if (!context.Response.HasStarted)
            {
                await Responses.WriteStatusAsync(context, new ApiException(500, "InternalError", $"Internal error occurred: {exception.GetType().Name}"));
            }
        }
    }

    private async Task HandleAsync(HttpContext context, ApiRequest request)
    {
        var query = context.Request.Query;
        var dryRun = query["dryRun"] == "All";
        var manager = query["fieldManager"].FirstOrDefault() ?? context.Request.Headers.UserAgent.ToString().Split('/')[0];
        switch (context.Request.Method, request.Name)
        {
            case ("GET", null) when query["watch"] == "true" || query["watch"] == "1":
                await _watches.ServeAsync(context, request);
                break;
            case ("GET", null):
                await Responses.WriteAsync(context, 200, Lists.List(store, request, query, context.Request.Headers.Accept.ToString()));
                break;
            case ("GET", _) when request is { Kind.Name: "Pod", Subresource: "log" }:
                await Responses.WriteTextAsync(context, PodLogs.Read(Find(request.Key), query));
                break;
            case ("GET", _):
                await Responses.WriteAsync(context, 200, Find(request.Key));
                break;
            case ("POST", null):
                var body = await RequestBody.ReadAsync(context.Request, request.Kind);
                await Responses.WriteAsync(context, 201, _writer.Create(request.Key with { Name = body.Name() }, body, manager, dryRun));
                break;
            case ("PUT", { }):
                var replacement = await RequestBody.ReadAsync(context.Request, request.Kind);
                await Responses.WriteAsync(context, 200, _writer.Update(request.Key, request.Subresource, manager, dryRun, _ => replacement));
                break;
            case ("PATCH", { }):
                await PatchAsync(context, request, manager, dryRun);
                break;
            case ("DELETE", { }):
                var options = await RequestBody.ReadOptionsAsync(context.Request);
                await Responses.WriteAsync(context, 200, dryRun ? Find(request.Key) : _writer.Delete(request.Key, options));
                break;
            case ("DELETE", null):
                var list = Lists.List(store, request, query, "");
                foreach (var item in list.Items("items"))
                {
                    _writer.Delete(request.Key with { Namespace = item.Namespace(), Name = item.Name() }, null);
                }

                await Responses.WriteAsync(context, 200, list);
                break;
            default:
                throw new ApiException(405, "MethodNotAllowed", "the server does not allow this method on the requested resource");
        }
    }

    private async Task PatchAsync(HttpContext context, ApiRequest request, string manager, bool dryRun)
    {
        var type = context.Request.ContentType?.Split(';')[0];
        var patch = await RequestBody.ReadAsync(context.Request, request.Kind, isPatch: true);
        if (type == "application/apply-patch+yaml")
        {
            var (value, created) = _writer.Apply(request.Key, request.Subresource, patch, manager, context.Request.Query["force"] == "true", dryRun);
            await Responses.WriteAsync(context, created ? 201 : 200, value);
            return;
        }

        Func<JsonObject, JsonObject> edit = type switch
        {
            "application/merge-patch+json" => before => Patches.Merge(before, patch),
            "application/strategic-merge-patch+json" => before => Patches.StrategicMerge(before, patch),
            _ => throw new ApiException(415, "UnsupportedMediaType", $"the body of the request was in an unknown format - accepted media types include: application/merge-patch+json, application/strategic-merge-patch+json, application/apply-patch+yaml"),
        };
        await Responses.WriteAsync(context, 200, _writer.Update(request.Key, request.Subresource, manager, dryRun, edit));
    }

    private JsonObject Find(ObjectKey key) => store.Find(key) ?? throw ApiException.NotFound(key.Kind, key.Name);

    private void RequireToken(HttpRequest request)
    {
        if (!CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(request.Headers.Authorization.ToString()), _authorization))
        {
            throw new ApiException(401, "Unauthorized", "Unauthorized");
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Path} failed")]
    private partial void LogFailed(string method, PathString path, Exception exception);

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Method} {Path}{Query}")]
    private partial void LogRequest(string method, PathString path, string? query);
}
