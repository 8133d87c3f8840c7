using System.Text.Json.Nodes;
using Functions.SimulatedCluster.Objects;

namespace Functions.SimulatedCluster.Api;

/// <summary>What one may do and who one is, asked by creating an object that is never kept. There is an administrator alone.</summary>
internal static class Reviews
{
    public static bool Concern(Kind kind) => kind.Group is "authorization.k8s.io" or "authentication.k8s.io";

    /// <summary>A question with its answer.</summary>
    /// <exception cref="ApiException">422: nothing is asked, or too much at once.</exception>
    public static JsonObject Answer(Kind kind, JsonObject review)
    {
        var answered = review.Copy();
        answered["apiVersion"] = kind.ApiVersion;
        answered["kind"] = kind.Name;
        answered["status"] = kind.Name switch
        {
            "SelfSubjectAccessReview" => MayDo(kind, review),
            "SelfSubjectRulesReview" => new JsonObject
            {
                ["resourceRules"] = new JsonArray(new JsonObject { ["verbs"] = Any(), ["apiGroups"] = Any(), ["resources"] = Any() }),
                ["nonResourceRules"] = new JsonArray(new JsonObject { ["verbs"] = Any(), ["nonResourceURLs"] = Any() }),
                ["incomplete"] = false,
            },
            _ => new JsonObject
            {
                ["userInfo"] = new JsonObject
                {
                    ["username"] = "kubernetes-admin",
                    ["groups"] = new JsonArray("system:masters", "system:authenticated"),
                },
            },
        };
        return answered;
    }

    private static JsonObject MayDo(Kind kind, JsonObject review)
    {
        const string resource = "resourceAttributes";
        const string other = "nonResourceAttributes";
        var (asksOne, asksOther) = (review.At("spec", resource) is not null, review.At("spec", other) is not null);
        return (asksOne, asksOther) switch
        {
            (true, true) => throw Invalid(other, $"cannot be specified in combination with {resource}"),
            (false, false) => throw Invalid(resource, $"exactly one of {other} or {resource} must be specified"),
            _ => new JsonObject { ["allowed"] = true },
        };

        ApiException Invalid(string field, string why) =>
            ApiException.Invalid(kind, "", new FieldError("FieldValueInvalid", $"spec.{field}", $"Invalid value: {why}"));
    }

    private static JsonArray Any() => new("*");
}
