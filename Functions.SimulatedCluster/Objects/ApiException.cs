using System.Text.Json.Nodes;

namespace Functions.SimulatedCluster.Objects;

/// <summary>A request is refused; becomes a Status.</summary>
internal sealed class ApiException(int code, string reason, string message, JsonObject? details = null) : Exception(message)
{
    public int Code { get; } = code;

    public string Reason { get; } = reason;

    public JsonObject? Details { get; } = details;

    public static ApiException NotFound(Kind kind, string name) => new(
        404, "NotFound", $"{kind.Resource} \"{name}\" not found", Describe(kind, name));

    public static ApiException AlreadyExists(Kind kind, string name) => new(
        409, "AlreadyExists", $"{kind.Resource} \"{name}\" already exists", Describe(kind, name));

    public static ApiException Conflict(Kind kind, string name, string why) =>
        new(409, "Conflict", $"Operation cannot be fulfilled on {kind.Resource} \"{name}\": {why}", Describe(kind, name));

    public static ApiException BadRequest(string message) => new(400, "BadRequest", message);

    public static ApiException Forbidden(ObjectKey key, string why) => new(
        403, "Forbidden", $"{key.Kind.Resource} \"{key.Name}\" is forbidden: {why}", Describe(key.Kind, key.Name));

    public static ApiException Invalid(Kind kind, string name, params FieldError[] errors)
    {
        var list = string.Join(", ", errors.Select(error => $"{error.Field}: {error.Message}"));
        return new(
            422, "Invalid",
            $"{kind.Name}{(kind.Group.Length == 0 ? "" : $".{kind.Group}")} \"{name}\" is "
            + $"invalid: {(errors.Length == 1 ? list : $"[{list}]")}",
            Describe(kind, name, [.. errors.Select(
                error => new JsonObject { ["reason"] = error.Reason, ["message"] = error.Message, ["field"] = error.Field })]));
    }

    /// <summary>A patch makes something that cannot be read as the object's kind.</summary>
    public static ApiException InvalidPatch(string why)
    {
        var cause = new JsonObject { ["reason"] = "FieldValueInvalid", ["message"] = $"Invalid value: {why}", ["field"] = "patch" };
        return new(422, "Invalid", $" \"\" is invalid: patch: Invalid value: {why}", new JsonObject { ["causes"] = new JsonArray(cause) });
    }

    public static ApiException MethodNotAllowed() =>
        new(405, "MethodNotAllowed", "the server does not allow this method on the requested resource", []);

    public static ApiException Gone(string message) => new(410, "Expired", message);

    public static JsonObject Describe(Kind kind, string name, params JsonObject[] causes)
    {
        var details = new JsonObject { ["name"] = name };
        if (kind.Group.Length > 0)
        {
            details["group"] = kind.Group;
        }

        details["kind"] = kind.Plural;
        if (causes.Length > 0)
        {
            details["causes"] = new JsonArray([.. causes]);
        }

        return details;
    }
}
