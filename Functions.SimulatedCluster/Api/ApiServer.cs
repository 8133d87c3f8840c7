using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Functions.SimulatedCluster.Faults;
using Functions.SimulatedCluster.Objects;
using Functions.SimulatedCluster.Objects.Admission;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Functions.SimulatedCluster.Api;

/// <summary>The Kubernetes API over HTTP.</summary>
internal sealed partial class ApiServer(
    KindCatalog catalog, ObjectStore store, RequestFaults faults, string token, ILogger<ApiServer> logger)
{
    private readonly byte[] _authorization = Encoding.ASCII.GetBytes($"Bearer {token}");
    private readonly ObjectWriter _writer = new(store);
    private readonly Watches _watches = new(store);

    public async Task HandleAsync(HttpContext context)
    {
        LogRequest(context.Request.Method, context.Request.Path, context.Request.QueryString.Value);
        // What it stamps and what it says is the time are one clock's.
        context.Response.Headers.Date = store.Clock.GetUtcNow().ToString("R", CultureInfo.InvariantCulture);
        try
        {
            RequireToken(context.Request);
            if (AggregatedDiscovery.Answer(context.Request, catalog) is { } all)
            {
                await Responses.WriteAsync(context, 200, all, AggregatedDiscovery.MediaType);
                return;
            }

            if ((Discovery.Answer(context.Request.Path, catalog) ?? OpenApi.Answer(context.Request.Path, catalog)) is { } document)
            {
                await Responses.WriteAsync(context, 200, document);
                return;
            }

            if (ApiRequest.Parse(context.Request.Path, catalog) is { } request)
            {
                await faults.AroundAsync(context, request, () => HandleAsync(context, request));
            }
            else if (ApiRequest.IsOfKnownGroup(context.Request.Path, catalog))
            {
                throw new ApiException(404, "NotFound", "the server could not find the requested resource", []);
            }
            else
            {
                await Responses.WriteTextAsync(context, "404 page not found\n", 404);
            }
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
                await Responses.WriteStatusAsync(
                    context, new ApiException(500, "InternalError", $"Internal error occurred: {exception.GetType().Name}"));
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
            case ("POST", null) when Reviews.Concern(request.Kind):
                var review = await RequestBody.ReadAsync(context.Request, request);
                await Responses.WriteAsync(context, 201, Reviews.Answer(request.Kind, review));
                break;
            case var _ when Reviews.Concern(request.Kind):
                throw ApiException.MethodNotAllowed();
            case ("GET", null) when query["watch"] == "true" || query["watch"] == "1":
                await _watches.ServeAsync(context, request);
                break;
            case ("GET", null):
                await Responses.WriteAsync(
                    context, 200, Lists.List(store, request, query, Representation.Of(context.Request, store.Clock)));
                break;
            case ("GET", _) when request.Subresource == "log":
                await Responses.WriteTextAsync(context, PodLogs.Read(Find(request.Key), query));
                break;
            case ("GET", _):
                await WriteAsync(200, Find(request.Key));
                break;
            case ("POST", null):
                var body = await RequestBody.ReadAsync(context.Request, request);
                if (request.Kind is { Name: "Pod", Group: "" })
                {
                    await ServiceAccounts.AwaitAsync(store, request.Key, body, context.RequestAborted);
                }

                await WriteAsync(201, _writer.Create(request.Key with { Name = body.Name() }, body, manager, dryRun));
                break;
            case ("PUT", { }) when request.Subresource is null or "status" or Scales.Subresource:
                var replacement = await RequestBody.ReadAsync(context.Request, request);
                await WriteAsync(200, _writer.Update(request.Key, request.Subresource, manager, dryRun, Edit(request, _ => replacement)));
                break;
            case ("PATCH", { }) when request.Subresource is null or "status" or Scales.Subresource:
                var (patched, created) = await PatchAsync(context, request, manager, dryRun);
                await WriteAsync(created ? 201 : 200, patched);
                break;
            case ("DELETE", { }) when request.Subresource is null:
                var options = await RequestBody.ReadOptionsAsync(context.Request);
                var last = dryRun ? Find(request.Key) : _writer.Delete(request.Key, options);
                await Responses.WriteAsync(context, 200, last.IsTerminating() || dryRun ? last : Responses.Deleted(request.Kind, last));
                break;
            case ("DELETE", null):
                var collection = await RequestBody.ReadOptionsAsync(context.Request);
                var list = Lists.List(store, request, query, Representation.Of(context.Request, store.Clock));
                foreach (var item in list.Items("items").TakeWhile(_ => !dryRun))
                {
                    _writer.DeleteIfThere(request.Key with { Namespace = item.Namespace(), Name = item.Name() }, collection);
                }

                await Responses.WriteAsync(context, 200, list);
                break;
            default:
                throw ApiException.MethodNotAllowed();
        }

        Task WriteAsync(int code, JsonObject value)
        {
            var shown = request.Subresource == Scales.Subresource ? Scales.Of(value) : value;
            return Responses.WriteAsync(context, code, Representation.Of(context.Request, store.Clock).Show(request.Written, shown));
        }
    }

    // Whoever edits a scale edits the workload that has it.
    private static Func<JsonObject, JsonObject> Edit(ApiRequest request, Func<JsonObject, JsonObject> edit) =>
        request.Subresource == Scales.Subresource ? workload => Scales.Resize(workload, edit(Scales.Of(workload))) : edit;

    private async Task<(JsonObject Value, bool Created)> PatchAsync(HttpContext context, ApiRequest request, string manager, bool dryRun)
    {
        switch (context.Request.ContentType?.Split(';')[0])
        {
            case "application/apply-patch+yaml" when string.IsNullOrEmpty(context.Request.Query["fieldManager"]):
                throw ApiException.Invalid(
                    new Kind("meta.k8s.io", "v1", "PatchOptions", "", false, typeof(object)), "",
                    new FieldError("FieldValueRequired", "fieldManager", "Required value: is required for apply patch"));
            case "application/apply-patch+yaml" when request.Subresource != Scales.Subresource:
                var configuration = await RequestBody.ReadAsync(context.Request, request);
                return _writer.Apply(
                    request.Key, request.Subresource, configuration, manager, context.Request.Query["force"] == "true", dryRun);
            case "application/json-patch+json":
                var operations = await RequestBody.ReadOperationsAsync(context.Request);
                return Update(before => JsonPatch.Apply(before, operations));
            case "application/merge-patch+json":
                var merge = await RequestBody.ReadPatchAsync(context.Request);
                return Update(before => Patches.Merge(before, merge));
            case "application/strategic-merge-patch+json":
                var strategic = await RequestBody.ReadPatchAsync(context.Request);
                return Update(before => Patches.StrategicMerge(before, strategic));
            default:
                throw new ApiException(
                    415, "UnsupportedMediaType",
                    "the body of the request was in an unknown format - accepted media types include: application/json-patch+json, "
                    + "application/merge-patch+json, application/strategic-merge-patch+json, application/apply-patch+yaml");
        }

        (JsonObject Value, bool Created) Update(Func<JsonObject, JsonObject> edit)
        {
            var value = _writer.Update(request.Key, request.Subresource, manager, dryRun, Edit(request, before =>
            {
                var patched = edit(before);
                FieldValidation.RefuseWrongTypesOfPatch(request.Written, patched);
                return patched;
            }));
            return (value, false);
        }
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
