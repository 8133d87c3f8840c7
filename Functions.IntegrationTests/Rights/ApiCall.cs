using Microsoft.AspNetCore.Http;

namespace Functions.IntegrationTests.Rights;

/// <summary>What a request asks for, in RBAC's words.</summary>
/// <param name="Verb">get, list, watch, create, update, patch, delete, deletecollection; bind of a role that is bound.</param>
/// <param name="Group">The API group; empty for the core's.</param>
/// <param name="Resource">The plural, with the part after a slash: pods/log.</param>
/// <param name="Namespace">The namespace; null for what is cluster-wide, namespaces themselves included.</param>
/// <param name="Name">The object's name; null when none is named.</param>
internal sealed record ApiCall(string Verb, string Group, string Resource, string? Namespace = null, string? Name = null)
{
    /// <summary>Whether it is about what is inside a store's namespace.</summary>
    public bool InStore => Namespace?.StartsWith("store-", StringComparison.Ordinal) == true;

    /// <summary>
    /// Reads a request as the API server does; null for discovery and the like, which is about no resource and open to every account.
    /// </summary>
    public static ApiCall? Read(HttpRequest request) => Read(request.Method, request.Path, request.Query["watch"] is ["true" or "1"]);

    /// <summary>
    /// Reads a request as the API server does; null for discovery and the like, which is about no resource and open to every account.
    /// </summary>
    public static ApiCall? Read(string method, string path, bool watch)
    {
        var (group, rest) = path.Split('/', StringSplitOptions.RemoveEmptyEntries) switch
        {
            ["api", _, .. var core] => ("", core),
            ["apis", var named, _, .. var grouped] => (named, grouped),
            _ => ("", []),
        };
        if (rest.Length == 0)
        {
            return null;
        }

        string? ns = null;
        // The status and the finalizers of a namespace are the namespace's own parts.
        if (rest is ["namespaces", var found, not ("status" or "finalize"), ..])
        {
            (ns, rest) = (found, rest[2..]);
        }

        var name = rest.Length > 1 ? rest[1] : null;
        return new ApiCall(VerbOf(method, name is not null, watch), group, string.Join('/', rest[..1].Concat(rest.Skip(2))), ns, name);
    }

    public override string ToString() =>
        $"{Verb} {Resource}{(Group.Length > 0 ? $".{Group}" : "")}{(Name is null ? "" : $" {Name}")} "
        + (Namespace is null ? "cluster-wide" : $"in namespace {Namespace}");

    private static string VerbOf(string method, bool named, bool watch) => (method, named) switch
    {
        ("GET" or "HEAD", false) => watch ? "watch" : "list",
        ("GET" or "HEAD", true) => "get",
        ("POST", _) => "create",
        ("PUT", _) => "update",
        ("PATCH", _) => "patch",
        ("DELETE", false) => "deletecollection",
        ("DELETE", true) => "delete",
        _ => throw new NotSupportedException($"{method} is no method of the Kubernetes API."),
    };
}
