using System.Text.Json.Nodes;
using Functions.SimulatedCluster.Objects;

namespace Functions.SimulatedCluster.Lifecycle;

/// <summary>Conditions of statuses.</summary>
internal static class Conditions
{
    public static bool Is(this JsonObject o, string type) =>
        o.Items("status", "conditions").Any(condition => condition.Text("type") == type && condition.Text("status") == "True");

    public static JsonObject? Condition(this JsonObject o, string type) =>
        o.Items("status", "conditions").FirstOrDefault(condition => condition.Text("type") == type);

    /// <summary>A condition that keeps the time of its last transition while its status stays.</summary>
    public static JsonObject Make(JsonObject o, string type, bool status, string reason, string message, string now)
    {
        var text = status ? "True" : "False";
        var before = o.Condition(type);
        return new JsonObject
        {
            ["type"] = type,
            ["status"] = text,
            ["reason"] = reason,
            ["message"] = message,
            ["lastTransitionTime"] = before?.Text("status") == text ? before.Text("lastTransitionTime") ?? now : now,
        };
    }
}
