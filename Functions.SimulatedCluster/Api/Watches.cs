using System.Globalization;
using System.Text.Json.Nodes;
using Functions.SimulatedCluster.Objects;
using Microsoft.AspNetCore.Http;

namespace Functions.SimulatedCluster.Api;

/// <summary>Watches: changes as lines of JSON, from a resource version on.</summary>
internal sealed class Watches(ObjectStore store)
{
    private static readonly TimeSpan s_bookmarks = TimeSpan.FromSeconds(30);

    public async Task ServeAsync(HttpContext context, ApiRequest request)
    {
        var query = context.Request.Query;
        var selector = Selector.Parse(request.Kind, query["labelSelector"], query["fieldSelector"]);
        var representation = Representation.Of(context.Request, store.Clock);
        var since = Version(query["resourceVersion"].FirstOrDefault());
        var seconds = int.TryParse(query["timeoutSeconds"], out var asked) && asked > 0 ? asked : 1800;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(seconds), store.Clock);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, limit.Token);
        context.Response.ContentType = "application/json";
        try
        {
            var initialEvents = query["sendInitialEvents"] == "true";
            var version = since > 0 && !initialEvents
                ? since
                : await SendExistingAsync(context, request, selector, representation, end.Token);
            if (initialEvents)
            {
                // A client that lists by watching waits for this mark.
                var mark = Bookmark(request.Kind, version);
                mark.Meta()["annotations"] = new JsonObject { ["k8s.io/initial-events-end"] = "true" };
                await SendAsync(context, "BOOKMARK", mark, end.Token);
            }

            await context.Response.Body.FlushAsync(end.Token);
            while (true)
            {
                var (changes, next) = store.ChangesAfter(version);
                foreach (var change in changes.Where(
                    change => change.Key.Kind == request.Kind && (request.Namespace is null || change.Key.Namespace == request.Namespace)))
                {
                    if (Describe(change, selector) is { } described)
                    {
                        await SendAsync(context, described.Type, representation.Show(request.Kind, described.Value), end.Token);
                    }
                }

                version = changes.Count > 0 ? changes[^1].Version : version;
                await next.WaitAsync(s_bookmarks, store.Clock, end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                end.Token.ThrowIfCancellationRequested();
                if (!next.IsCompleted && query["allowWatchBookmarks"] == "true")
                {
                    await SendAsync(context, "BOOKMARK", Bookmark(request.Kind, version), end.Token);
                }
            }
        }
        catch (ApiException exception) when (context.Response.HasStarted)
        {
            await SendAsync(context, "ERROR", Responses.Status(exception), context.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            // The watch's time is over, or the client has gone.
        }
    }

    // An object that enters or leaves the selection was added or deleted as far as this watch is concerned.
    private static (string Type, JsonObject Value)? Describe(Change change, Selector selector)
    {
        var (was, now) =
            (change.Before is { } before && selector.Matches(before), change.Type != "DELETED" && selector.Matches(change.Value));
        return (was, now) switch
        {
            (false, true) => ("ADDED", change.Value),
            (true, true) => ("MODIFIED", change.Value),
            (true, false) => ("DELETED", change.Value),
            _ => null,
        };
    }

    private static JsonObject Bookmark(Kind kind, long version) => new()
    {
        ["kind"] = kind.Name,
        ["apiVersion"] = kind.ApiVersion,
        ["metadata"] = new JsonObject
        {
            ["resourceVersion"] = version.ToString(CultureInfo.InvariantCulture),
            ["creationTimestamp"] = null,
        },
    };

    private static async Task SendAsync(HttpContext context, string type, JsonObject value, CancellationToken cancellationToken)
    {
        await context.Response.WriteAsync($"{{\"type\":\"{type}\",\"object\":{value.ToJsonString()}}}\n", cancellationToken);
        await context.Response.Body.FlushAsync(cancellationToken);
    }

    private static long Version(string? text) => string.IsNullOrEmpty(text) ? 0
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version
        : throw ApiException.BadRequest(
            $"resourceVersion: Invalid value: \"{text}\": strconv.ParseUint: parsing \"{text}\": invalid syntax");

    private async Task<long> SendExistingAsync(
        HttpContext context, ApiRequest request, Selector selector, Representation representation, CancellationToken cancellationToken)
    {
        var (items, version) = store.List(request.Kind, request.Namespace);
        foreach (var item in items.Where(selector.Matches))
        {
            await SendAsync(context, "ADDED", representation.Show(request.Kind, item), cancellationToken);
        }

        return version;
    }
}
