using Functions.SimulatedCluster.Objects;
using Microsoft.AspNetCore.Http;

namespace Functions.SimulatedCluster.Api;

/// <summary>A request for objects: which kind, where, and which part.</summary>
internal sealed record ApiRequest(Kind Kind, string? Namespace, string? Name, string? Subresource)
{
    public ObjectKey Key => new(Kind, Kind.Namespaced ? Namespace ?? "" : "", Name ?? "");

    /// <summary>The kind of what is read and written: the objects', or their scales'.</summary>
    public Kind Written => Subresource == Scales.Subresource ? Scales.Kind : Kind;

    /// <summary>Reads /api/v1/... or /apis/{group}/{version}/...; null when it is no known resource.</summary>
    public static ApiRequest? Parse(PathString path, KindCatalog catalog)
    {
        var (group, version, rest) = Segments(path) switch
        {
            ["api", var v, .. var tail] => ("", v, tail),
            ["apis", var g, var v, .. var tail] => (g, v, tail),
            _ => ("", "", (string[])[]),
        };
        return rest switch
        {
            ["namespaces", var ns, var plural, .. { Length: <= 2 } tail]
                when catalog.Find(group, version, plural) is { Namespaced: true } kind => Known(kind, ns, tail),
            [var plural, .. { Length: <= 2 } tail] when catalog.Find(group, version, plural) is { } kind
                && (!kind.Namespaced || tail.Length == 0) => Known(kind, null, tail),
            _ => null,
        };
    }

    /// <summary>Whether a path leads to a group that the server has, though to nothing in it.</summary>
    public static bool IsOfKnownGroup(PathString path, KindCatalog catalog) => Segments(path) switch
    {
        ["api", ..] => true,
        ["apis", var group, ..] => catalog.All.Any(kind => kind.Group == group),
        _ => false,
    };

    private static string[] Segments(PathString path) => path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);

    private static ApiRequest? Known(Kind kind, string? ns, string[] tail)
    {
        var subresource = tail.ElementAtOrDefault(1);
        return subresource is null || ApiResources.PartsOf(kind).Any(part => part.Name == subresource)
            ? new ApiRequest(kind, ns, tail.ElementAtOrDefault(0), subresource)
            : null;
    }
}
