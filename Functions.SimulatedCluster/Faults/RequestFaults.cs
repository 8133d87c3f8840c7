using System.Globalization;
using System.Text.Json.Nodes;
using Functions.SimulatedCluster.Api;
using Functions.SimulatedCluster.Objects;
using Microsoft.AspNetCore.Http;

namespace Functions.SimulatedCluster.Faults;

/// <summary>Makes requests go wrong as the plan says; never those of the simulated node, which is part of the scenery.</summary>
internal sealed class RequestFaults(FaultPlan plan, TimeProvider clock)
{
    private static readonly Fault[] s_ofRequests = [Fault.TooManyRequests, Fault.InternalError, Fault.Latency, Fault.DroppedResponse];
    private static readonly Fault[] s_ofWatches = [.. s_ofRequests, Fault.HungWatch, Fault.DroppedWatch];

    /// <summary>Carries a request out, unless a fault is in its way.</summary>
    public async Task AroundAsync(HttpContext context, ApiRequest request, Func<Task> handle)
    {
        var verb = VerbOf(context.Request, request);
        var rule = context.Request.Headers.UserAgent.ToString().StartsWith(SimulatedNode.UserAgent, StringComparison.Ordinal)
            ? null
            : plan.Take(
                verb, request.Kind.Name, request.Namespace ?? "", request.Name ?? "", clock.GetUtcNow(),
                verb == "watch" ? s_ofWatches : s_ofRequests);
        switch (rule?.Fault)
        {
            case Fault.TooManyRequests:
                var seconds = Math.Max(1, (int)rule.Delay.TotalSeconds);
                context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
                throw new ApiException(
                    429, "TooManyRequests", "the server has received too many requests and has asked us to try again later",
                    new JsonObject { ["retryAfterSeconds"] = seconds });
            case Fault.InternalError:
                var message = rule.Message ?? "etcdserver: request timed out";
                throw new ApiException(
                    500, "InternalError", $"Internal error occurred: {message}",
                    new JsonObject { ["causes"] = new JsonArray(new JsonObject { ["message"] = message }) });
            case Fault.DroppedResponse:
                context.Response.Body = Stream.Null;
                await handle();
                context.Abort();
                break;
            case Fault.HungWatch:
                context.Response.ContentType = "application/json";
                await context.Response.Body.FlushAsync(context.RequestAborted);
                await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);
                break;
            case Fault.DroppedWatch:
                await using (clock.CreateTimer(_ => context.Abort(), null, rule.Delay, Timeout.InfiniteTimeSpan))
                {
                    await handle();
                }

                break;
            default:
                if (rule is not null)
                {
                    await Task.Delay(rule.Delay, clock, context.RequestAborted);
                }

                await handle();
                break;
        }
    }

    private static string VerbOf(HttpRequest http, ApiRequest request) => (http.Method, request.Name) switch
    {
        ("GET", null) when http.Query["watch"] == "true" || http.Query["watch"] == "1" => "watch",
        ("GET", null) => "list",
        ("GET", _) => "get",
        ("POST", _) => "create",
        ("PUT", _) => "update",
        ("PATCH", _) => "patch",
        ("DELETE", null) => "deletecollection",
        _ => "delete",
    };
}
