using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Functions.SimulatedCluster.Objects;
using Microsoft.AspNetCore.Http;

namespace Functions.SimulatedCluster.Api;

/// <summary>Lists with selectors, page by page: all pages show the objects as they were at the first.</summary>
internal static class Lists
{
    public static JsonObject List(ObjectStore store, ApiRequest request, IQueryCollection query, Representation representation)
    {
        var (page, metadata) = Page(store, request, query);
        return representation.Show(request.Kind, page, metadata);
    }

    private static (List<JsonObject> Items, JsonObject Metadata) Page(ObjectStore store, ApiRequest request, IQueryCollection query)
    {
        var selector = Selector.Parse(request.Kind, query["labelSelector"], query["fieldSelector"]);
        var limit = Limit(query["limit"].FirstOrDefault());
        var (items, version) = store.List(request.Kind, request.Namespace);
        if (query["continue"].FirstOrDefault() is { Length: > 0 } text)
        {
            var token = Continuation.Read(text);
            version = token.Version;
            items = [.. AsTheyWere(store, request, version).SkipWhile(item => token.IsPast(item))];
        }

        var matching = items.Where(selector.Matches).ToList();
        var page = limit < matching.Count ? matching[..limit] : matching;
        var metadata = new JsonObject { ["resourceVersion"] = version.ToString(CultureInfo.InvariantCulture) };
        if (page.Count < matching.Count)
        {
            metadata["continue"] = new Continuation(version, page[^1].Namespace(), page[^1].Name()).Write();
            if (selector.SelectsAll)
            {
                metadata["remainingItemCount"] = matching.Count - page.Count;
            }
        }

        return (page, metadata);
    }

    private static IReadOnlyList<JsonObject> AsTheyWere(ObjectStore store, ApiRequest request, long version)
    {
        try
        {
            return store.ListAt(request.Kind, request.Namespace, version);
        }
        catch (ApiException gone) when (gone.Code == 410)
        {
            throw ApiException.Gone(
                "The provided continue parameter is too old to display a consistent list result. You can start a new list "
                + "without the continue parameter.");
        }
    }

    private static int Limit(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return int.MaxValue;
        }

        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var asked)
            ? asked > 0 ? asked : int.MaxValue
            : throw ApiException.BadRequest($"strconv.ParseInt: parsing \"{text}\": invalid syntax");
    }

    private sealed record Continuation(long Version, string Namespace, string Name)
    {
        public static Continuation Read(string text)
        {
            try
            {
                return JsonSerializer.Deserialize<Continuation>(
                    Convert.FromBase64String(text)) is { Namespace: not null, Name: not null } token
                    ? token
                    : throw ApiException.BadRequest("continue key is not valid: incomplete");
            }
            catch (Exception exception) when (exception is FormatException or JsonException)
            {
                throw ApiException.BadRequest($"continue key is not valid: {exception.Message}");
            }
        }

        public string Write() => Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(this));

        public bool IsPast(JsonObject item)
        {
            var order = string.CompareOrdinal(item.Namespace(), Namespace);
            return order < 0 || (order == 0 && string.CompareOrdinal(item.Name(), Name) <= 0);
        }
    }
}
