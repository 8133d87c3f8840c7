using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.JsonPatch.SystemTextJson;
using Microsoft.AspNetCore.JsonPatch.SystemTextJson.Exceptions;

namespace Functions.SimulatedCluster.Objects;

/// <summary>JSON patch (RFC 6902).</summary>
internal static class JsonPatch
{
    private static readonly string[] s_operations = ["add", "remove", "replace", "move", "copy", "test"];

    /// <summary>What a list of operations makes of an object, which it modifies.</summary>
    /// <exception cref="ApiException">400: not such a list; 422: an operation does not fit the object, or a test failed.</exception>
    public static JsonObject Apply(ObjectKey key, JsonObject target, JsonArray operations)
    {
        if (operations.FirstOrDefault(operation => !s_operations.Contains(operation.Text("op"))) is { } unknown)
        {
            throw ApiException.BadRequest($"error decoding patch: unknown operation in {unknown.ToJsonString()}");
        }

        try
        {
            operations.Deserialize<JsonPatchDocument>()!.ApplyTo(target);
            return target;
        }
        catch (JsonException exception)
        {
            throw ApiException.BadRequest($"error decoding patch: {exception.Message}");
        }
        catch (JsonPatchException exception)
        {
            var cause = new JsonObject { ["reason"] = "UnexpectedServerResponse", ["message"] = exception.Message };
            throw new ApiException(422, "Invalid", "the server rejected our request due to an error in our request", ApiException.Describe(key.Kind, key.Name, cause));
        }
    }
}
