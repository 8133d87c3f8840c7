using System.Text.RegularExpressions;
using Functions.Kubernetes.Connection;
using k8s.Models;

namespace Functions.Kubernetes.Releases;

/// <summary>Reads why the API server refuses to change an object.</summary>
internal static partial class ObjectRefusal
{
    private const int Longest = 300;

    /// <summary>Decides what a refusal comes to.</summary>
    /// <param name="kind">The object's kind.</param>
    /// <param name="refusal">The server's answer.</param>
    public static RefusalRemedy RemedyFor(string kind, V1Status refusal) => (kind, refusal.Code) switch
    {
        (V1PersistentVolumeClaim.KubeKind, 422) => RefusalRemedy.Refuse,
        (V1PersistentVolumeClaim.KubeKind, 403) when Resize().IsMatch(refusal.Message ?? "") => RefusalRemedy.Refuse,
        // All of it: what is wrong for another reason too would be refused anew, with nothing in its place.
        (_, 422) when refusal.Details?.Causes is { Count: > 0 } causes && Refusals.AreImmutable(causes) => RefusalRemedy.Replace,
        _ => RefusalRemedy.None,
    };

    /// <summary>The refusal by field: spec.storageClassName: field is immutable.</summary>
    public static string Describe(V1Status refusal)
    {
        var causes = (refusal.Details?.Causes ?? []).Select(cause => $"{cause.Field}: {cause.Message}").ToList();
        var said = causes.Count > 0 ? string.Join("; ", causes) : refusal.Message ?? $"{refusal.Code} {refusal.Reason}";
        return said.Length <= Longest ? said : said[..Longest];
    }

    [GeneratedRegex(@"\bonly dynamically provisioned pvc can be resized\b")]
    private static partial Regex Resize();
}
