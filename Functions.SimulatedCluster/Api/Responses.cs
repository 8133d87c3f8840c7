using System.Text.Json.Nodes;
using Functions.SimulatedCluster.Objects;
using Microsoft.AspNetCore.Http;

namespace Functions.SimulatedCluster.Api;

/// <summary>Writes answers.</summary>
internal static class Responses
{
    public static Task WriteAsync(HttpContext context, int code, JsonObject body, string contentType = "application/json")
    {
        context.Response.StatusCode = code;
        context.Response.ContentType = contentType;
        return context.Response.WriteAsync(body.ToJsonString(), context.RequestAborted);
    }

    public static Task WriteTextAsync(HttpContext context, string text, int code = 200)
    {
        context.Response.StatusCode = code;
        context.Response.ContentType = "text/plain";
        return context.Response.WriteAsync(text, context.RequestAborted);
    }

    public static Task WriteStatusAsync(HttpContext context, ApiException exception) =>
        WriteAsync(context, exception.Code, Status(exception));

    /// <summary>What is said of an object that is gone for good: most kinds say no more than which it was.</summary>
    public static JsonObject Deleted(Kind kind, JsonObject last)
    {
        if (kind.Name is "Pod" or "Service" or "PersistentVolumeClaim" or "ServiceAccount" or "ResourceQuota")
        {
            return last;
        }

        var details = ApiException.Describe(kind, last.Name());
        details["uid"] = last.Uid();
        return new JsonObject
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject(),
            ["status"] = "Success",
            ["details"] = details,
        };
    }

    public static JsonObject Status(ApiException exception) => new()
    {
        ["kind"] = "Status",
        ["apiVersion"] = "v1",
        ["metadata"] = new JsonObject(),
        ["status"] = "Failure",
        ["message"] = exception.Message,
        ["reason"] = exception.Reason,
        ["details"] = exception.Details?.DeepClone() ?? new JsonObject(),
        ["code"] = exception.Code,
    };
}
